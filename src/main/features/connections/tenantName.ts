import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import type { GraphClient } from '../../services/graph/client.ts';

/** Nobody waits longer for a name, in ms. */
const TIMEOUT = 3000;
/** As much of a name as is kept. */
const LENGTH = 256;

/**
 * Asks a tenant what it calls itself. Without an answer it keeps the name that it had, or has with another connection; a domain that was
 * typed in place of the id is a name as well.
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
    // An app needs a permission for it that Keydesk can do without.
    return known;
  }
}
