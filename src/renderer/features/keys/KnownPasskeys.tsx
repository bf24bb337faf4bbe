import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { useOtherTenant } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { usePluggedKey } from '../inventory/usePluggedKey.ts';

const words = strings.keyWork;

/** Lists the users whose passkeys Keydesk knows to be on a plugged-in key. */
export function KnownPasskeys({ keyId }: { keyId: string }) {
  const nameOf = useOtherTenant();
  const known = usePluggedKey(keyId);
  const list = useQuery(
    api.assignments.list.queryOptions({
      input: { key: known.data?.id ?? '', states: ['active'] },
      enabled: known.isSuccess,
      gcTime: 0,
    }),
  );
  if (known.isPending || (known.isSuccess && list.isPending)) return <Text role="status">{words.reading}</Text>;
  const assignments = list.data?.assignments ?? [];
  const { user, tenant = null } = known.data ?? {};
  const elsewhere = nameOf(tenant);
  if (assignments.length === 0 && user && elsewhere !== undefined) {
    return <Text>{strings.inventory.belongs({ user: user.displayName, tenant: elsewhere })}</Text>;
  }
  if (assignments.length === 0) return <Text>{words.noKnownPasskeys}</Text>;
  return (
    <div>
      <Text weight="semibold">{words.knownPasskeys}</Text>
      <ul>
        {assignments.map(({ id, user, passkeyName }) => (
          <li key={id}>
            {words.passkeyOf({
              passkey: passkeyName ?? strings.keys.unnamed,
              user: user.displayName,
              userName: user.userPrincipalName,
            })}
          </li>
        ))}
      </ul>
      <Text>{words.otherPasskeys}</Text>
    </div>
  );
}
