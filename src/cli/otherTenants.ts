import { otherTenant } from '../contract/connections/tenantLabel.ts';
import { wordsOf } from '../words/say.ts';
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

/** Names the tenant of something where it is another one than the connected. */
export function inTenant(name: string, tenant: string | undefined): string {
  return tenant === undefined ? name : wordsOf('commandLine').inTenant({ name, tenant });
}
