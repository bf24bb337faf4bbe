import {
  Button,
  makeStyles,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { inventoryKeyName } from '../../../contract/inventory/words.ts';
import type { ReviewedPasskey } from '../../../contract/passkeys/review.ts';
import type { User } from '../../../contract/users/schema.ts';
import { strings } from '../../strings.ts';
import { ControlsHeader } from '../../ui/ControlsHeader.tsx';
import { formatDate, formatDay } from '../../ui/formatDate.ts';
import { ListTable } from '../../ui/ListTable.tsx';
import { TextCell } from '../../ui/TextCell.tsx';
import { InventoryState } from '../inventory/InventoryState.tsx';
import { DeletePasskeyDialog } from './DeletePasskeyDialog.tsx';

const words = strings.passkeys;

const useStyles = makeStyles({
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    overflowWrap: 'anywhere',
  },
  model: { display: 'flex', flexDirection: 'column', paddingBlock: tokens.spacingVerticalXS },
  key: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXXS,
    paddingBlock: tokens.spacingVerticalXS,
  },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', maxWidth: '100%' },
  modelColumn: { width: '22%' },
  used: { width: '136px' },
  attestation: { width: '88px' },
  action: { width: '40px' },
  source: { color: tokens.colorNeutralForeground3 },
});

export function PasskeyTable({ user, passkeys }: { user: User; passkeys: readonly ReviewedPasskey[] }) {
  const styles = useStyles();
  const [deleting, setDeleting] = useState<ReviewedPasskey | null>(null);
  return (
    <>
      <ListTable aria-label={strings.user.tabs.passkeys}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.columns.name}</TableHeaderCell>
            <TableHeaderCell className={styles.modelColumn}>{words.columns.model}</TableHeaderCell>
            <TableHeaderCell className={styles.used}>{words.columns.lastUsed}</TableHeaderCell>
            <TableHeaderCell className={styles.attestation}>{words.columns.attestation}</TableHeaderCell>
            <TableHeaderCell>{words.columns.key}</TableHeaderCell>
            <ControlsHeader className={styles.action}>{words.columns.actions}</ControlsHeader>
          </TableRow>
        </TableHeader>
        <TableBody>
          {passkeys.map(passkey => (
            <TableRow key={passkey.id}>
              <TextCell text={passkey.displayName} />
              <TableCell>
                <div className={styles.model}>
                  <span>{passkey.model ?? strings.unknown}</span>
                  {passkey.aaGuid !== null && <span className={styles.code}>{passkey.aaGuid}</span>}
                </div>
              </TableCell>
              <TextCell
                text={
                  formatDay(passkey.lastUsedDateTime) ??
                  (passkey.lastUsedFrom === null ? strings.unknown : words.notUsed)
                }
                under={words.created(formatDay(passkey.createdDateTime) ?? strings.unknown)}
                tip={formatDate(passkey.createdDateTime) ?? undefined}
              />
              <TableCell>{attestationOf(passkey)}</TableCell>
              <TableCell>
                <OnKey passkey={passkey} />
              </TableCell>
              <TableCell>
                <Button
                  appearance="subtle"
                  icon={<DeleteRegular />}
                  aria-label={words.deleteLabel(passkey.displayName)}
                  onClick={() => setDeleting(passkey)}
                />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </ListTable>
      <Text size={200} className={styles.source}>
        {usedFrom(passkeys)}
      </Text>
      {deleting && <DeletePasskeyDialog user={user} passkey={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

/** Which version of Graph told when the passkeys were used last. */
function usedFrom(passkeys: readonly ReviewedPasskey[]): string {
  const version = passkeys.find(({ lastUsedFrom }) => lastUsedFrom !== null)?.lastUsedFrom;
  return version ? words.usedFrom(version) : words.useUnknown;
}

function OnKey({ passkey: { key } }: { passkey: ReviewedPasskey }) {
  const styles = useStyles();
  if (key === null) return words.unknownKey;
  const name = inventoryKeyName(key);
  return (
    <div className={styles.key}>
      <span className={styles.name} title={name}>
        {name}
      </span>
      <InventoryState state={key.state} />
    </div>
  );
}

function attestationOf({ attestationLevel }: ReviewedPasskey): string {
  return attestationLevel === null ? strings.none : (words.attestation[attestationLevel] ?? attestationLevel);
}
