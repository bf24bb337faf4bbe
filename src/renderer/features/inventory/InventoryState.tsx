import type { InventoryState as State } from '../../../contract/inventory/schema.ts';
import { inventoryStateWords } from '../../../contract/inventory/words.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';

const colors = {
  blank: 'subtle',
  assigned: 'informative',
  active: 'success',
  lost: 'danger',
  retired: 'warning',
} as const satisfies Record<State, string>;

export function InventoryState({ state }: { state: State }) {
  return <StateBadge color={colors[state]}>{inventoryStateWords[state]}</StateBadge>;
}
