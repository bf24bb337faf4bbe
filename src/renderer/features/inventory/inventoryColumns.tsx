import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { identityWords } from '../../../contract/inventory/words.ts';
import { firmwareWords } from '../../../contract/keys/firmware.ts';
import { strings } from '../../strings.ts';
import { formatDate, formatDay } from '../../ui/display/formatDate.ts';
import { CellText } from '../../ui/table/CellText.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { InventoryState } from './InventoryState.tsx';

const words = strings.inventory;

const useStyles = makeStyles({
  pin: { marginBlockStart: tokens.spacingVerticalXXS },
});

export const keyColumn: Column<InventoryKey> = {
  header: () => words.columns.key,
  cell: key => (
    <CellText
      text={key.product ?? key.model ?? strings.keys.unnamed}
      under={describe(key)}
      tip={identityWords[key.identifiedBy]}
    />
  ),
};

export const serialColumn: Column<InventoryKey> = {
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
};

export const stateColumn: Column<InventoryKey> = {
  header: () => words.columns.state,
  width: '104px',
  cell: key => <StateAndPin inventoryKey={key} />,
};

export const lastSeenColumn: Column<InventoryKey> = {
  header: () => words.columns.lastSeen,
  width: '176px',
  cell: ({ firstSeenAt, lastSeenAt }) => (
    <CellText
      text={formatDate(lastSeenAt) ?? lastSeenAt}
      under={words.firstSeen({ day: formatDay(firstSeenAt) ?? firstSeenAt })}
      quiet
    />
  ),
};

function StateAndPin({ inventoryKey: { state, pinLostAt } }: { inventoryKey: InventoryKey }) {
  const styles = useStyles();
  return (
    <>
      <InventoryState state={state} />
      {pinLostAt !== null && (
        <Badge className={styles.pin} appearance="tint" color="warning">
          {words.pinUnknown}
        </Badge>
      )}
    </>
  );
}

/** Returns the second line of a key: its model and AAGUID, or that the row represents all keys of a model. */
function describe({ identifiedBy, model, aaguid }: InventoryKey): string {
  if (identifiedBy === 'model') return words.shared;
  return [model, aaguid].filter(text => text !== null).join(' · ');
}
