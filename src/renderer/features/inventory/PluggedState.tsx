import { Text } from '@fluentui/react-components';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { identityWords } from '../../../contract/inventory/words.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { InventoryState } from './InventoryState.tsx';
import { usePluggedKey } from './usePluggedKey.ts';

const words = strings.inventory;

/**
 * Shows the inventory's state of a plugged-in key. Shows nothing if the key cannot be read, because its card shows the
 * error.
 */
export function PluggedState({ keyId }: { keyId: string }) {
  const nameOf = useOtherTenant();
  const known = usePluggedKey(keyId).data;
  if (known === undefined) return null;
  return (
    <Row gap="small">
      <QuietText size={200}>{words.known}</QuietText>
      <InventoryState state={known.state} />
      <Text size={200}>{holderWords(known, nameOf(known.tenant))}</Text>
      {known.identifiedBy !== 'serial' && <QuietText size={200}>{identityWords[known.identifiedBy]}</QuietText>}
    </Row>
  );
}

/** Returns the owner of a lost or retired key. A key with a passkey in creation has no owner yet. */
function holderWords({ state, user }: InventoryKey, otherTenant: string | undefined): string {
  if (user === null || state === 'assigned') return words.free;
  const say = state === 'active' ? words.belongs : words.belonged;
  return say({ user: user.displayName, tenant: otherTenant });
}
