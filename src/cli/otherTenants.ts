import { otherTenant } from '../contract/connections/tenantLabel.ts';
import type { Session } from './session.ts';
import { firstOf } from './stream.ts';

/** Returns what names a tenant where it is another one than the connected; undefined for the connected one. */
export async function otherTenants({
  client,
  signal,
}: Session): Promise<(tenant: string | null) => string | undefined> {
  const { connection } = await client.system.info();
  const { connections } = await firstOf(await client.connections.watch(undefined, { signal }));
  return tenant => otherTenant(tenant, connection, connections);
}
