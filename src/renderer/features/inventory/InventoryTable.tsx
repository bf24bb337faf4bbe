import { Badge, MenuItem, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { identityWords, inventoryKeyName } from '../../../contract/inventory/words.ts';
import { firmwareWords } from '../../../contract/keys/firmware.ts';
import { client } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { MoreMenu } from '../../ui/actions/MoreMenu.tsx';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { formatDate, formatDay } from '../../ui/display/formatDate.ts';
import { CellText } from '../../ui/table/CellText.tsx';
import { CellUser } from '../../ui/table/CellUser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { InventoryState } from './InventoryState.tsx';
import { MarkKeyDialog } from './MarkKeyDialog.tsx';

const words = strings.inventory;

const useStyles = makeStyles({
  pin: { marginBlockStart: tokens.spacingVerticalXXS },
});

type Marking = { key: InventoryKey; how: 'reportLost' | 'retire' };

/** Keys of the inventory with their actions. `ofOne` leaves out the column of the user. */
export function InventoryTable(props: { keys: readonly InventoryKey[]; label: string; ofOne?: boolean }) {
  const styles = useStyles();
  const { keys, label, ofOne = false } = props;
  const [marking, setMarking] = useState<Marking | null>(null);
  const nameOf = useOtherTenant();
  const restore = useMutation({
    mutationFn: (id: string) => client.inventory.restore({ id }),
    onSettled: refreshAssignments,
  });
  const columns: readonly (Column<InventoryKey> | false)[] = [
    {
      header: () => words.columns.key,
      cell: key => (
        <CellText
          text={key.product ?? key.model ?? strings.keys.unnamed}
          under={describe(key)}
          tip={identityWords[key.identifiedBy]}
        />
      ),
    },
    {
      header: () => words.columns.serial,
      width: '13%',
      cell: ({ serial, firmwareVersion, vendorId }) => (
        <CellText
          text={serial ?? strings.none}
          under={
            firmwareVersion === null ? undefined : words.firmware({ version: firmwareWords(firmwareVersion, vendorId) })
          }
        />
      ),
    },
    {
      header: () => words.columns.state,
      width: '104px',
      cell: ({ state, pinLostAt }) => (
        <>
          <InventoryState state={state} />
          {pinLostAt !== null && (
            <Badge className={styles.pin} appearance="tint" color="warning">
              {words.pinUnknown}
            </Badge>
          )}
        </>
      ),
    },
    !ofOne && {
      header: () => words.columns.user,
      width: '16%',
      cell: key => <Owner inventoryKey={key} elsewhere={nameOf(key.tenant)} />,
    },
    {
      header: () => words.columns.lastSeen,
      width: '164px',
      cell: ({ firstSeenAt, lastSeenAt }) => (
        <CellText
          text={formatDate(lastSeenAt) ?? lastSeenAt}
          under={words.firstSeen({ day: formatDay(firstSeenAt) ?? firstSeenAt })}
          quiet
        />
      ),
    },
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
      {!marked && <MenuItem onClick={() => onMark('reportLost')}>{words.reportLost}</MenuItem>}
      {!marked && <MenuItem onClick={() => onMark('retire')}>{words.retire}</MenuItem>}
      {marked && <MenuItem onClick={onRestore}>{words.restore}</MenuItem>}
    </MoreMenu>
  );
}

/** Returns the second line of a key: its model and AAGUID, or that the row represents all keys of a model. */
function describe({ identifiedBy, model, aaguid }: InventoryKey): string {
  if (identifiedBy === 'model') return words.shared;
  return [model, aaguid].filter(text => text !== null).join(' · ');
}
