import { Button, Link, MenuItem } from '@fluentui/react-components';
import { useState } from 'react';
import {
  carriedOut,
  type Mend,
  type MendRequest,
  type ReconciledDifference,
} from '../../../contract/reconciliation/schema.ts';
import {
  causeWords,
  differenceWords,
  placeWords,
  registrantText,
  sharedText,
} from '../../../contract/reconciliation/words.ts';
import { strings } from '../../strings.ts';
import { MoreMenu } from '../../ui/actions/MoreMenu.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo, hrefOf } from '../../ui/page/route.ts';
import { CellNote } from '../../ui/table/CellNote.tsx';
import { CellStack } from '../../ui/table/CellStack.tsx';
import { CellText } from '../../ui/table/CellText.tsx';
import { CellUser } from '../../ui/table/CellUser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { type KeyAccess, MendDialog } from './MendDialog.tsx';

const words = strings.reconciliation;

interface Mending {
  difference: ReconciledDifference;
  mend: MendRequest['mend'];
}

/** The differences, each with its cause and its buttons. `ofOne` leaves out the column of the user. */
export function DifferenceTable(props: {
  differences: readonly ReconciledDifference[];
  label: string;
  ofOne?: boolean;
  /** The plugged-in key whose PIN is known. Without it, nothing can be deleted on a key. */
  access?: KeyAccess | undefined;
  /** Called after a difference was mended, when the dialog closes. */
  onMended(difference: ReconciledDifference): void;
}) {
  const { differences, label, ofOne = false, access, onMended } = props;
  const [mending, setMending] = useState<Mending | null>(null);
  const columns: readonly Column<ReconciledDifference>[] = [
    ...(ofOne ? [] : [userColumn]),
    passkeyColumn,
    differenceColumn,
    {
      header: () => words.columns.mend,
      width: '236px',
      cell: difference => (
        <Mends difference={difference} access={access} onMend={mend => setMending({ difference, mend })} />
      ),
    },
  ];
  return (
    <>
      <ListTable label={label} columns={columns} rows={differences} keyOf={keyOfDifference} />
      {mending !== null && (
        <MendDialog
          difference={mending.difference}
          mend={mending.mend}
          access={access}
          onClose={() => setMending(null)}
          onMended={() => onMended(mending.difference)}
        />
      )}
    </>
  );
}

function keyOfDifference({ kind, credentialId, methodId, assignmentId, user }: ReconciledDifference): string {
  return [kind, credentialId ?? methodId, assignmentId, user?.id].join(' ');
}

const userColumn: Column<ReconciledDifference> = {
  header: () => words.columns.user,
  width: '20%',
  cell: ({ user }) =>
    user === null ? (
      <CellText text={strings.none} />
    ) : (
      <CellUser id={user.id} name={user.displayName} under={user.userPrincipalName} tab="comparison" />
    ),
};

const passkeyColumn: Column<ReconciledDifference> = {
  header: () => words.columns.passkey,
  width: '22%',
  cell: ({ name, key, model, place }) => (
    <CellText
      text={name ?? strings.keys.unnamed}
      under={[key?.product ?? model ?? placeWords[place], key?.serial].filter(text => text != null).join(' · ')}
    >
      {key?.id == null ? undefined : (
        <Link href={hrefOf({ page: 'key', key: key.id })}>{name ?? strings.keys.unnamed}</Link>
      )}
    </CellText>
  ),
};

const differenceColumn: Column<ReconciledDifference> = {
  header: () => words.columns.difference,
  cell: difference => (
    <CellStack>
      <span>{differenceWords[difference.kind]}</span>
      {difference.unproven && <StateBadge color="warning">{words.unproven}</StateBadge>}
      <CellNote>{causeWords[difference.kind]}</CellNote>
      {difference.sharedWith !== null && <CellNote>{sharedText(difference.sharedWith)}</CellNote>}
      {registeredText(difference) !== null && <CellNote>{registeredText(difference)}</CellNote>}
    </CellStack>
  ),
};

/** Returns when a passkey was registered, and by whom; null if neither is known. */
export function registeredText({
  createdAt,
  registeredBy,
}: Pick<ReconciledDifference, 'createdAt' | 'registeredBy'>): string | null {
  const time = createdAt === null ? null : formatDate(createdAt);
  if (time == null) return null;
  return registeredBy === null
    ? words.registeredAt({ time })
    : words.registeredBy({ time, who: registrantText(registeredBy) });
}

function Mends(props: {
  difference: ReconciledDifference;
  access: KeyAccess | undefined;
  onMend(mend: MendRequest['mend']): void;
}) {
  const { difference, access, onMend } = props;
  const possible = difference.mends.filter(mend => isPossible(mend, difference, access));
  const [first, ...others] = possible;
  if (first === undefined) {
    const needsKey = difference.mends.includes('delete-on-key');
    return <CellNote>{needsKey ? words.needsKey : words.nothingToDo}</CellNote>;
  }
  const act = (mend: Mend) => {
    if (mend === 'enroll-again' && difference.user !== null) goTo({ page: 'enroll', user: difference.user.id });
    const own = carriedOut.find(each => each === mend);
    if (own !== undefined) onMend(own);
  };
  const { user, name } = difference;
  return (
    <Row gap="small" oneLine>
      <Button size="small" onClick={() => act(first)}>
        {words.buttons[first]}
      </Button>
      {others.length > 0 && (
        <MoreMenu label={words.moreMends({ passkey: name ?? strings.keys.unnamed, user: user?.displayName ?? null })}>
          {others.map(mend => (
            <MenuItem key={mend} onClick={() => act(mend)}>
              {words.buttons[mend]}
            </MenuItem>
          ))}
        </MoreMenu>
      )}
    </Row>
  );
}

/** Returns whether this page can carry out a mend. */
function isPossible(mend: Mend, { user, methodId }: ReconciledDifference, access: KeyAccess | undefined): boolean {
  if (mend === 'none') return false;
  if (mend === 'delete-on-key') return access !== undefined;
  if (mend === 'adopt' || mend === 'delete-in-entra') return user !== null && methodId !== null;
  return mend !== 'enroll-again' || user !== null;
}
