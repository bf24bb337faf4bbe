import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import { identityWords } from '../../../contract/inventory/words.ts';
import { useOtherTenant } from '../../app/useTenantName.ts';
import { strings } from '../../strings.ts';
import { InventoryState } from './InventoryState.tsx';
import { usePluggedKey } from './usePluggedKey.ts';

const words = strings.inventory;

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What the inventory says of a key that is plugged in; nothing where the key cannot be read, which its card tells. */
export function PluggedState({ keyId }: { keyId: string }) {
  const styles = useStyles();
  const nameOf = useOtherTenant();
  const known = usePluggedKey(keyId).data;
  if (known === undefined) return null;
  return (
    <div className={styles.line}>
      <Text size={200} className={styles.quiet}>
        {words.known}
      </Text>
      <InventoryState state={known.state} />
      <Text size={200}>{holderWords(known, nameOf(known.tenant))}</Text>
      {known.identifiedBy !== 'serial' && (
        <Text size={200} className={styles.quiet}>
          {identityWords[known.identifiedBy]}
        </Text>
      )}
    </div>
  );
}

/** Of a lost or retired key it matters whose it was; one that a passkey is being made on has no owner yet. */
function holderWords({ state, user }: InventoryKey, otherTenant: string | undefined): string {
  if (user === null || state === 'assigned') return words.free;
  const say = state === 'active' ? words.belongs : words.belonged;
  return say(user.displayName, otherTenant);
}
