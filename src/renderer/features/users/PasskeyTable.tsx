import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { inventoryKeyName } from '../../../contract/inventory/words.ts';
import { attestationWords } from '../../../contract/passkeys/attestation.ts';
import type { ReviewedPasskey } from '../../../contract/passkeys/review.ts';
import type { User } from '../../../contract/users/schema.ts';
import { strings } from '../../strings.ts';
import { formatDate, formatDay } from '../../ui/display/formatDate.ts';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { CellStack } from '../../ui/table/CellStack.tsx';
import { CellText } from '../../ui/table/CellText.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { InventoryState } from '../inventory/InventoryState.tsx';
import { DeletePasskeyDialog } from './DeletePasskeyDialog.tsx';

const words = strings.passkeys;

const useStyles = makeStyles({
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    overflowWrap: 'break-word',
  },
  model: { display: 'flex', flexDirection: 'column', paddingBlock: tokens.spacingVerticalXS },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', maxWidth: '100%' },
});

export function PasskeyTable({ user, passkeys }: { user: User; passkeys: readonly ReviewedPasskey[] }) {
  const styles = useStyles();
  const [deleting, setDeleting] = useState<ReviewedPasskey | null>(null);
  const columns: readonly Column<ReviewedPasskey>[] = [
    { header: () => words.columns.name, cell: ({ displayName }) => <CellText text={displayName} /> },
    {
      header: () => words.columns.model,
      width: '22%',
      cell: ({ model, aaGuid }) => (
        <div className={styles.model}>
          <span>{model ?? strings.unknown}</span>
          {aaGuid !== null && <span className={styles.code}>{aaGuid}</span>}
        </div>
      ),
    },
    {
      header: () => words.columns.lastUsed,
      width: '136px',
      cell: ({ lastUsedDateTime, lastUsedFrom, createdDateTime }) => (
        <CellText
          text={formatDay(lastUsedDateTime) ?? (lastUsedFrom === null ? strings.unknown : words.notUsed)}
          under={words.created({ day: formatDay(createdDateTime) ?? strings.unknown })}
          tip={formatDate(createdDateTime) ?? undefined}
        />
      ),
    },
    { header: () => words.columns.attestation, width: '112px', cell: attestationOf },
    { header: () => words.columns.key, cell: passkey => <OnKey passkey={passkey} /> },
    {
      header: () => words.columns.actions,
      width: '40px',
      controls: true,
      cell: passkey => (
        <Button
          appearance="subtle"
          icon={<DeleteRegular />}
          aria-label={words.deleteLabel({ name: passkey.displayName })}
          onClick={() => setDeleting(passkey)}
        />
      ),
    },
  ];
  return (
    <>
      <ListTable
        label={strings.user.tabs.passkeys}
        columns={columns}
        rows={passkeys}
        keyOf={({ id }) => id}
        size="medium"
      />
      <QuietText size={200}>{usedFrom(passkeys)}</QuietText>
      {deleting && <DeletePasskeyDialog user={user} passkey={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

/** Returns the words for the version of Graph that reported when the passkeys were last used. */
function usedFrom(passkeys: readonly ReviewedPasskey[]): string {
  const version = passkeys.find(({ lastUsedFrom }) => lastUsedFrom !== null)?.lastUsedFrom;
  return version ? words.usedFrom({ version }) : words.useUnknown;
}

function OnKey({ passkey: { key } }: { passkey: ReviewedPasskey }) {
  const styles = useStyles();
  if (key === null) return words.unknownKey;
  const name = inventoryKeyName(key);
  return (
    <CellStack>
      <span className={styles.name} title={name}>
        {name}
      </span>
      <InventoryState state={key.state} />
    </CellStack>
  );
}

function attestationOf({ attestationLevel }: ReviewedPasskey): string {
  return attestationWords(attestationLevel) ?? strings.none;
}
