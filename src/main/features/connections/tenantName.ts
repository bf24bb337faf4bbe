import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import type { GraphClient } from '../../services/graph/client.ts';

/** Timeout for a name, in ms. */
const TIMEOUT = 3000;
/** Maximum length of a stored name. */
const LENGTH = 256;

/**
 * Reads the display name of a tenant. Without an answer, returns the name that the connection, or another connection to the tenant, has. A
 * domain that was typed in place of the id is also a name.
 */
export async function tenantNameOf(
  { tenantId, tenantName }: ConnectionSettings,
  toldToOthers: string | undefined,
  graph: () => GraphClient,
  ended: AbortSignal,
): Promise<string | undefined> {
  const known = tenantName ?? toldToOthers ?? (isTenantId(tenantId) ? undefined : tenantId);
  try {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT)]);
    return (await graph().organization.name({ signal }))?.slice(0, LENGTH) ?? known;
  } catch {
    // An app would need a permission that Keydesk does not require.
    return known;
  }
}
