import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { LoginNetwork } from './network.ts';
import { authorityOf, scopeOf } from './session.ts';
import { ALLOWED_SKEW, minutesOf, signInError } from './signInErrors.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns whether a tenant is given by its id, not by a domain. */
export function isTenantId(tenant: string): boolean {
  return GUID.test(tenant);
}

/**
 * Checks that the tenant exists (OpenID Connect Discovery), and returns its id. The browser would show the refusal only
 * to the person, and Keydesk would not learn it.
 * @throws KeydeskError tenant-unknown, clock-skewed, login-…
 */
export async function findTenant(connection: ConnectionSettings, network: LoginNetwork): Promise<string> {
  const url = `${authorityOf(connection)}/v2.0/.well-known/openid-configuration`;
  network.forget();
  try {
    const { status, body } = await network.sendGetRequestAsync<{ issuer?: unknown }>(url);
    if (status >= 400) throw new Error(`status ${status}`);
    const id = String(body.issuer)
      .split('/')
      .find(part => isTenantId(part));
    if (id === undefined) throw new KeydeskError('tenant-unknown', { tenant: connection.tenantId });
    const { skew } = network;
    if (skew !== null && Math.abs(skew) > ALLOWED_SKEW) {
      throw new KeydeskError('clock-skewed', { minutes: minutesOf(skew) });
    }
    return id.toLowerCase();
  } catch (error) {
    throw signInError(error, connection, network);
  }
}

/**
 * Checks that the tenant has the app registration, by requesting a device code that is never used. Ignores other
 * refusals, because the sign-in itself may work in another way.
 * @throws KeydeskError client-unknown, login-…
 */
export async function findClient(connection: ConnectionSettings, network: LoginNetwork): Promise<void> {
  const url = `${authorityOf(connection)}/oauth2/v2.0/devicecode`;
  const body = new URLSearchParams({ client_id: connection.clientId, scope: `${scopeOf(connection)} openid` });
  network.forget();
  try {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { status } = await network.sendPostRequestAsync(url, { headers, body: body.toString() });
    if (status >= 400) throw new Error(`status ${status}`);
  } catch (error) {
    const failure = signInError(error, connection, network);
    if (failure.code === 'client-unknown' || failure.code.startsWith('login-')) throw failure;
  }
}
