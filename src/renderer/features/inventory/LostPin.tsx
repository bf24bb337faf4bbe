import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';

/** Shows that no one can show the random PIN of a key any more. Shows nothing otherwise. */
export function LostPin({ inventoryKey: { pinLostAt, identifiedBy } }: { inventoryKey: InventoryKey }) {
  if (pinLostAt === null) return null;
  // The row of a model is about one of its keys, which may not be this one.
  const code = identifiedBy === 'model' ? 'pin-perhaps-unknown' : 'pin-never-seen';
  return <FailureMessage failure={{ code, params: {} }} intent="warning" />;
}
