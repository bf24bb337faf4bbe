import {
  Badge,
  Button,
  Link,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { identityWords, inventoryKeyName } from '../../../contract/inventory/words.ts';
import { hrefOf } from '../../app/route.ts';
import { useOtherTenant } from '../../app/useTenantName.ts';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { ControlsHeader } from '../../ui/ControlsHeader.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { formatDate, formatDay } from '../../ui/formatDate.ts';
import { ListTable } from '../../ui/ListTable.tsx';
import { TextCell } from '../../ui/TextCell.tsx';
import { forgetAssignments } from '../assignments/forget.ts';
import { InventoryState } from './InventoryState.tsx';
import { MarkKeyDialog } from './MarkKeyDialog.tsx';

const words = strings.inventory;

const useStyles = makeStyles({
  serial: { width: '13%' },
  state: { width: '104px' },
  pin: { marginBlockStart: tokens.spacingVerticalXXS },
  user: { width: '16%' },
  when: { width: '164px' },
  action: { width: '40px' },
});

type Marking = { key: InventoryKey; how: 'reportLost' | 'retire' };

/** Keys of the inventory, one a row, with what can be done with each; `ofOne` leaves out whose they are. */
export function InventoryTable(props: { keys: readonly InventoryKey[]; label: string; ofOne?: boolean }) {
  const styles = useStyles();
  const { keys, label, ofOne = false } = props;
  const [marking, setMarking] = useState<Marking | null>(null);
  const nameOf = useOtherTenant();
  const elsewhere = ({ tenant }: InventoryKey) => {
    const name = nameOf(tenant);
    return name === undefined ? undefined : words.inTenant(name);
  };
  const restore = useMutation({
    mutationFn: (id: string) => client.inventory.restore({ id }),
    onSettled: forgetAssignments,
  });
  return (
    <>
      {restore.isError && <FailureMessage failure={failureOf(restore.error)} />}
      <ListTable aria-label={label} size="small">
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{words.columns.key}</TableHeaderCell>
            <TableHeaderCell className={styles.serial}>{words.columns.serial}</TableHeaderCell>
            <TableHeaderCell className={styles.state}>{words.columns.state}</TableHeaderCell>
            {!ofOne && <TableHeaderCell className={styles.user}>{words.columns.user}</TableHeaderCell>}
            <TableHeaderCell className={styles.when}>{words.columns.lastSeen}</TableHeaderCell>
            <ControlsHeader className={styles.action}>{words.columns.actions}</ControlsHeader>
          </TableRow>
        </TableHeader>
        <TableBody>
          {keys.map(key => (
            <TableRow key={key.id}>
              <TextCell
                text={key.product ?? key.model ?? strings.keys.unnamed}
                under={describe(key)}
                tip={identityWords[key.identifiedBy]}
              />
              <TextCell
                text={key.serial ?? strings.none}
                under={key.firmwareVersion === null ? undefined : words.firmware(key.firmwareVersion, key.vendorId)}
              />
              <TableCell>
                <InventoryState state={key.state} />
                {key.pinLostAt !== null && (
                  <Badge className={styles.pin} appearance="tint" color="warning">
                    {words.pinUnknown}
                  </Badge>
                )}
              </TableCell>
              {!ofOne && (
                <TextCell text={key.user?.displayName ?? strings.none} under={elsewhere(key)}>
                  {key.user === null || elsewhere(key) !== undefined ? null : (
                    <Link href={hrefOf({ page: 'user', user: key.user.id, tab: 'keys' })}>{key.user.displayName}</Link>
                  )}
                </TextCell>
              )}
              <TextCell
                text={formatDate(key.lastSeenAt) ?? key.lastSeenAt}
                under={words.firstSeen(formatDay(key.firstSeenAt) ?? key.firstSeenAt)}
                quiet
              />
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
      </ListTable>
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
