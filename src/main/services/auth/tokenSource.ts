import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import type { TokenSource } from '../graph/tokens.ts';
import { readAccount } from './account.ts';
import { liveSession, refuseLate } from './liveSession.ts';
import type { SignInContext } from './signInContext.ts';
import { refuseUnusable } from './signInRules.ts';
import { unlessAborted } from './unlessAborted.ts';

/** How long before its expiry a token is renewed, in ms. */
const RENEWAL = 5 * 60_000;

/**
 * Returns a source of tokens for a connection.
 * @throws KeydeskError connection-incomplete, connection-insecure; the source throws those of signInErrors.ts and of
 * Vault.read, cancelled and sign-in-ended
 */
export function tokenSourceOf(context: SignInContext, connection: ConnectionSettings): TokenSource {
  refuseUnusable(connection);
  return async ({ fresh, claims, signal }) => {
    const entry = await liveSession(context, connection);
    const { token: known } = entry;
    if (!fresh && known !== undefined && known.expiresAt - Date.now() > RENEWAL) return known.token;
    const token = await unlessAborted(entry.session.token(fresh, claims), signal);
    // The activity log's actor is the account of the token, even if another process signed in somebody else.
    await readAccount(context, connection);
    await refuseLate(context, connection, entry);
    entry.token = token;
    const { tenantId } = entry.session;
    if (tenantId !== undefined && tenantId !== connection.tenantId) await context.onTenantId?.(connection, tenantId);
    return token.token;
  };
}
