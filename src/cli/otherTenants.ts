import { otherTenant } from '../contract/connections/tenantLabel.ts';
import { wordsOf } from '../words/say.ts';
import type { Session } from './session.ts';
import { firstOf } from './stream.ts';

/** Returns a function that returns the name of a tenant, or undefined for the connected tenant. */
export async function otherTenants({
  client,
  signal,
}: Session): Promise<(tenant: string | null) => string | undefined> {
  const { connection } = await client.system.info();
  const { connections } = await firstOf(await client.connections.watch(undefined, { signal }));
  return tenant => otherTenant(tenant, connection, connections);
}

/** Adds the name of the tenant if it is not the connected one. */
export function inTenant(name: string, tenant: string | undefined): string {
  return tenant === undefined ? name : wordsOf('commandLine').inTenant({ name, tenant });
}
