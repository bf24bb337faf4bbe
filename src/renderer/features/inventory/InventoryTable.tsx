import { MenuItem } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { inventoryKeyName } from '../../../contract/inventory/words.ts';
import { client } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { MoreMenu } from '../../ui/actions/MoreMenu.tsx';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { goTo } from '../../ui/page/route.ts';
import { CellText } from '../../ui/table/CellText.tsx';
import { CellUser } from '../../ui/table/CellUser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { keyColumn, lastSeenColumn, serialColumn, stateColumn } from './inventoryColumns.tsx';
import { MarkKeyDialog } from './MarkKeyDialog.tsx';

const words = strings.inventory;

type Marking = { key: InventoryKey; how: 'reportLost' | 'retire' | 'takeBack' };

/** Keys of the inventory with their actions. `ofOne` leaves out the column of the user. */
export function InventoryTable(props: { keys: readonly InventoryKey[]; label: string; ofOne?: boolean }) {
  const { keys, label, ofOne = false } = props;
  const [marking, setMarking] = useState<Marking | null>(null);
  const nameOf = useOtherTenant();
  const restore = useMutation({
    mutationFn: (id: string) => client.inventory.restore({ id }),
    onSettled: refreshAssignments,
  });
  const columns: readonly (Column<InventoryKey> | false)[] = [
    keyColumn,
    serialColumn,
    stateColumn,
    !ofOne && {
      header: () => words.columns.user,
      width: '16%',
      cell: key => <Owner inventoryKey={key} elsewhere={nameOf(key.tenant)} />,
    },
    lastSeenColumn,
    {
      header: () => words.columns.actions,
      width: '40px',
      controls: true,
      cell: key =>
        key.identifiedBy !== 'model' && (
          <Actions
            inventoryKey={key}
            onMark={how => setMarking({ key, how })}
            onRestore={() => restore.mutate(key.id)}
          />
        ),
    },
  ];
  return (
    <>
      <CallFailure error={restore.error} />
      <ListTable
        label={label}
        columns={columns.filter(column => column !== false)}
        rows={keys}
        keyOf={({ id }) => id}
      />
      {marking && <MarkKeyDialog inventoryKey={marking.key} how={marking.how} onClose={() => setMarking(null)} />}
    </>
  );
}

/**
 * The user who has the key, or had it last.
 * @param elsewhere the name of the user's tenant if it is another one: such a user has no page in this window
 */
function Owner({ inventoryKey: { user }, elsewhere }: { inventoryKey: InventoryKey; elsewhere: string | undefined }) {
  if (user === null) return <CellText text={strings.none} />;
  if (elsewhere !== undefined)
    return <CellText text={user.displayName} under={words.inTenant({ tenant: elsewhere })} />;
  return <CellUser id={user.id} name={user.displayName} tab="keys" />;
}

function Actions(props: { inventoryKey: InventoryKey; onMark(how: Marking['how']): void; onRestore(): void }) {
  const { inventoryKey, onMark, onRestore } = props;
  const marked = inventoryKey.state === 'lost' || inventoryKey.state === 'retired';
  return (
    <MoreMenu label={words.actions({ key: inventoryKeyName(inventoryKey) })}>
      <MenuItem onClick={() => goTo({ page: 'key', key: inventoryKey.id })}>{words.open}</MenuItem>
      {!marked && <MenuItem onClick={() => onMark('reportLost')}>{words.reportLost}</MenuItem>}
      {!marked && <MenuItem onClick={() => onMark('retire')}>{words.retire}</MenuItem>}
      {!marked && <MenuItem onClick={() => onMark('takeBack')}>{words.takeBack}</MenuItem>}
      {marked && <MenuItem onClick={onRestore}>{words.restore}</MenuItem>}
    </MoreMenu>
  );
}
