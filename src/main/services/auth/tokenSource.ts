import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { unlessAborted } from '../../base/unlessAborted.ts';
import type { TokenSource } from '../graph/tokens.ts';
import { readAccount } from './account.ts';
import { liveSession, refuseLate } from './liveSession.ts';
import { type AccessToken, scopeOf } from './session.ts';
import type { SignInContext } from './signInContext.ts';
import { refuseUnusable } from './signInRules.ts';

/** How long before its expiry a token is renewed, in ms. */
const RENEWAL = 5 * 60_000;

/**
 * Returns a source of tokens for a connection.
 * @param scope The API that they are for. Default: Microsoft Graph
 * @throws KeydeskError connection-incomplete, connection-insecure; the source throws those of signInErrors.ts and of
 * Vault.read, cancelled and sign-in-ended
 */
export function tokenSourceOf(
  context: SignInContext,
  connection: ConnectionSettings,
  scope = scopeOf(connection),
): TokenSource {
  refuseUnusable(connection);
  return async ({ fresh, claims, signal }) => {
    const entry = await liveSession(context, connection);
    const known = entry.tokens.get(scope);
    if (!fresh && known !== undefined && known.expiresAt - Date.now() > RENEWAL) return known.token;
    const token = await unlessAborted(entry.session.token(fresh, claims, scope), signal).catch(error => {
      // While the sign-in cannot be reached, a token is good until it expires.
      if (!fresh && isValid(known) && hasCode(error, 'login-unreachable')) return known;
      throw error;
    });
    // The activity log's actor is the account of the token, even if another process signed in somebody else.
    await readAccount(context, connection);
    await refuseLate(context, connection, entry);
    entry.tokens.set(scope, token);
    const { tenantId } = entry.session;
    if (tenantId !== undefined && tenantId !== connection.tenantId) await context.onTenantId?.(connection, tenantId);
    return token.token;
  };
}

function isValid(token: AccessToken | undefined): token is AccessToken {
  return token !== undefined && token.expiresAt > Date.now();
}
