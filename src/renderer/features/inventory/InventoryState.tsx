import { Badge } from '@fluentui/react-components';
import type { InventoryState as State } from '../../../contract/inventory/schema.ts';
import { inventoryStateWords } from '../../../contract/inventory/words.ts';

const colors = {
  blank: 'subtle',
  assigned: 'informative',
  active: 'success',
  lost: 'danger',
  retired: 'warning',
} as const satisfies Record<State, string>;

export function InventoryState({ state }: { state: State }) {
  return (
    <Badge appearance="tint" color={colors[state]}>
      {inventoryStateWords[state]}
    </Badge>
  );
}
