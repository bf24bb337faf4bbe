import {
  Button,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableCellLayout,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { DeleteRegular, KeyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { inventoryKeyName } from '../../../contract/inventoryWords.ts';
import type { ReviewedPasskey } from '../../../contract/passkeyReview.ts';
import type { User } from '../../../contract/users.ts';
import { formatDate } from '../../components/formatDate.ts';
import { HiddenText } from '../../components/HiddenText.tsx';
import { strings } from '../../strings.ts';
import { InventoryState } from '../inventory/InventoryState.tsx';
import { DeletePasskeyDialog } from './DeletePasskeyDialog.tsx';

const words = strings.passkeys;

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  date: { width: '108px' },
  short: { width: '92px' },
  aaguid: { width: '168px' },
  action: { width: '48px' },
});

export function PasskeyTable({ user, passkeys }: { user: User; passkeys: readonly ReviewedPasskey[] }) {
  const styles = useStyles();
  const [deleting, setDeleting] = useState<ReviewedPasskey | null>(null);
  return (
    <>
      <Table aria-label={strings.user.tabs.passkeys}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.columns.name}</TableHeaderCell>
            <TableHeaderCell>{words.columns.model}</TableHeaderCell>
            <TableHeaderCell className={styles.aaguid}>{words.columns.aaguid}</TableHeaderCell>
            <TableHeaderCell className={styles.date}>{words.columns.created}</TableHeaderCell>
            <TableHeaderCell className={styles.date}>{words.columns.lastUsed}</TableHeaderCell>
            <TableHeaderCell className={styles.short}>{words.columns.attestation}</TableHeaderCell>
            <TableHeaderCell>{words.columns.key}</TableHeaderCell>
            <TableHeaderCell className={styles.action}>
              <HiddenText>{words.columns.actions}</HiddenText>
            </TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {passkeys.map(passkey => (
            <TableRow key={passkey.id}>
              <TableCell>
                <TableCellLayout media={<KeyRegular />}>{passkey.displayName}</TableCellLayout>
              </TableCell>
              <TableCell>{passkey.model ?? strings.unknown}</TableCell>
              <TableCell className={styles.code}>{passkey.aaGuid ?? strings.none}</TableCell>
              <TableCell>{formatDate(passkey.createdDateTime) ?? strings.none}</TableCell>
              <TableCell>{formatDate(passkey.lastUsedDateTime) ?? words.notTold}</TableCell>
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
      </Table>
      {deleting && <DeletePasskeyDialog user={user} passkey={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}

function OnKey({ passkey: { key } }: { passkey: ReviewedPasskey }) {
  if (key === null) return words.unknownKey;
  return (
    <TableCellLayout truncate description={<InventoryState state={key.state} />}>
      {inventoryKeyName(key)}
    </TableCellLayout>
  );
}

function attestationOf({ attestationLevel }: ReviewedPasskey): string {
  return attestationLevel === null ? strings.none : (words.attestation[attestationLevel] ?? attestationLevel);
}
