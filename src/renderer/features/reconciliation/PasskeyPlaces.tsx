import type { Presence, ReconciledPasskey } from '../../../contract/reconciliation/schema.ts';
import { placeWords, presenceWords } from '../../../contract/reconciliation/words.ts';
import { strings } from '../../strings.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';
import { CellNote } from '../../ui/table/CellNote.tsx';
import { CellStack } from '../../ui/table/CellStack.tsx';
import { CellText } from '../../ui/table/CellText.tsx';
import { CellUser } from '../../ui/table/CellUser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { AccountMark, AssignmentState } from '../assignments/AssignmentState.tsx';
import { registeredText } from './DifferenceTable.tsx';

const words = strings.reconciliation;

const colors = { yes: 'success', no: 'danger', unread: 'subtle' } as const satisfies Record<Presence, string>;

function PresenceCell({ presence }: { presence: Presence }) {
  return <StateBadge color={colors[presence]}>{presenceWords[presence]}</StateBadge>;
}

const passkeyColumn: Column<ReconciledPasskey> = {
  header: () => words.columns.passkey,
  cell: ({ name, key, model, place, credentialId, createdAt, registeredBy }) => (
    <CellStack>
      <CellText
        text={name ?? strings.keys.unnamed}
        under={[key?.product ?? model ?? placeWords[place], key?.serial].filter(text => text != null).join(' · ')}
        tip={credentialId ?? undefined}
      />
      <CellNote>{registeredText({ createdAt, registeredBy })}</CellNote>
    </CellStack>
  ),
};

const userColumn: Column<ReconciledPasskey> = {
  header: () => words.columns.user,
  width: '22%',
  cell: ({ user }) =>
    user === null ? (
      <CellText text={words.unknownUser} />
    ) : (
      <CellUser id={user.id} name={user.displayName} under={user.userPrincipalName} tab="comparison" />
    ),
};

const placeColumns: readonly Column<ReconciledPasskey>[] = [
  { header: () => words.columns.onKey, width: '112px', cell: ({ onKey }) => <PresenceCell presence={onKey} /> },
  { header: () => words.columns.inEntra, width: '128px', cell: ({ inEntra }) => <PresenceCell presence={inEntra} /> },
  {
    header: () => words.columns.recorded,
    width: '148px',
    cell: ({ recorded, account }) =>
      recorded === null ? (
        <StateBadge color="danger">{presenceWords.no}</StateBadge>
      ) : (
        <CellStack>
          <AssignmentState state={recorded} />
          <AccountMark account={account} />
        </CellStack>
      ),
  },
];

/** Passkeys side by side: on the key, in Entra, in the record. `ofOne` leaves out the column of the user. */
export function PasskeyPlaces(props: { passkeys: readonly ReconciledPasskey[]; label: string; ofOne?: boolean }) {
  const { passkeys, label, ofOne = false } = props;
  const columns = [passkeyColumn, ...(ofOne ? [] : [userColumn]), ...placeColumns];
  return (
    <ListTable
      label={label}
      columns={columns}
      rows={passkeys}
      keyOf={({ credentialId, methodId, assignmentId }) => [credentialId, methodId, assignmentId].join(' ')}
    />
  );
}
