import {
  Button,
  Link,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
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
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { InventoryKey } from '../../../contract/inventory.ts';
import { identityWords, inventoryKeyName } from '../../../contract/inventoryWords.ts';
import { hrefOf } from '../../app/route.ts';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { formatDate } from '../../components/formatDate.ts';
import { HiddenText } from '../../components/HiddenText.tsx';
import { strings } from '../../strings.ts';
import { forgetAssignments } from '../assignments/forget.ts';
import { InventoryState } from './InventoryState.tsx';
import { MarkKeyDialog } from './MarkKeyDialog.tsx';

const words = strings.inventory;

const useStyles = makeStyles({
  state: { width: '92px' },
  when: { width: '112px' },
  short: { width: '84px' },
  action: { width: '48px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  wrap: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
});

type Marking = { key: InventoryKey; how: 'reportLost' | 'retire' };

/** Keys of the inventory, one a row, with what can be done with each; `ofOne` leaves out whose they are. */
export function InventoryTable(props: { keys: readonly InventoryKey[]; label: string; ofOne?: boolean }) {
  const styles = useStyles();
  const { keys, label, ofOne = false } = props;
  const [marking, setMarking] = useState<Marking | null>(null);
  const restore = useMutation({
    mutationFn: (id: string) => client.inventory.restore({ id }),
    onSettled: forgetAssignments,
  });
  return (
    <>
      {restore.isError && <FailureMessage failure={failureOf(restore.error)} />}
      <Table aria-label={label} size="small">
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.columns.key}</TableHeaderCell>
            <TableHeaderCell className={styles.short}>{words.columns.serial}</TableHeaderCell>
            <TableHeaderCell className={styles.state}>{words.columns.state}</TableHeaderCell>
            {!ofOne && <TableHeaderCell>{words.columns.user}</TableHeaderCell>}
            <TableHeaderCell className={styles.short}>{words.columns.firmware}</TableHeaderCell>
            <TableHeaderCell className={styles.when}>{words.columns.firstSeen}</TableHeaderCell>
            <TableHeaderCell className={styles.when}>{words.columns.lastSeen}</TableHeaderCell>
            <TableHeaderCell className={styles.action}>
              <HiddenText>{words.columns.actions}</HiddenText>
            </TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {keys.map(key => (
            <TableRow key={key.id}>
              <TableCell title={identityWords[key.identifiedBy]}>
                <TableCellLayout truncate description={describe(key)}>
                  {key.product ?? key.model ?? strings.keys.unnamed}
                </TableCellLayout>
              </TableCell>
              <TableCell className={styles.wrap}>{key.serial ?? strings.none}</TableCell>
              <TableCell>
                <InventoryState state={key.state} />
              </TableCell>
              {!ofOne && (
                <TableCell>
                  <TableCellLayout truncate>
                    {key.user === null ? (
                      strings.none
                    ) : (
                      <Link href={hrefOf({ page: 'user', user: key.user.id, tab: 'keys' })} dir="auto">
                        {key.user.displayName}
                      </Link>
                    )}
                  </TableCellLayout>
                </TableCell>
              )}
              <TableCell>{key.firmwareVersion ?? strings.none}</TableCell>
              <TableCell className={styles.quiet}>{formatDate(key.firstSeenAt)}</TableCell>
              <TableCell className={styles.quiet}>{formatDate(key.lastSeenAt)}</TableCell>
              <TableCell>
                {key.identifiedBy !== 'model' && (
                  <Actions
                    inventoryKey={key}
                    onMark={how => setMarking({ key, how })}
                    onRestore={() => restore.mutate(key.id)}
                  />
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {marking && <MarkKeyDialog inventoryKey={marking.key} how={marking.how} onClose={() => setMarking(null)} />}
    </>
  );
}

function Actions(props: { inventoryKey: InventoryKey; onMark(how: Marking['how']): void; onRestore(): void }) {
  const { inventoryKey, onMark, onRestore } = props;
  const marked = inventoryKey.state === 'lost' || inventoryKey.state === 'retired';
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={words.actions(inventoryKeyName(inventoryKey))}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {!marked && <MenuItem onClick={() => onMark('reportLost')}>{words.reportLost}</MenuItem>}
          {!marked && <MenuItem onClick={() => onMark('retire')}>{words.retire}</MenuItem>}
          {marked && <MenuItem onClick={onRestore}>{words.restore}</MenuItem>}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** A line that stands for many says so; another one tells its model and AAGUID. */
function describe({ identifiedBy, model, aaguid }: InventoryKey): string {
  if (identifiedBy === 'model') return words.shared;
  return [model, aaguid].filter(text => text !== null).join(' · ');
}
