import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';

/** Says that no one can show the random PIN of a key any more; nothing where that is not so. */
export function LostPin({ inventoryKey: { pinLostAt, identifiedBy } }: { inventoryKey: InventoryKey }) {
  if (pinLostAt === null) return null;
  // The line of a model tells of one of its keys, which may be another one than this.
  const code = identifiedBy === 'model' ? 'pin-perhaps-unknown' : 'pin-never-seen';
  return <FailureMessage failure={{ code, params: {} }} intent="warning" />;
}
