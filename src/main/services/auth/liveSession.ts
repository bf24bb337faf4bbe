import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { appSession } from './app.ts';
import { type VaultCache, vaultCache } from './cachePlugin.ts';
import { readCredential } from './credentials.ts';
import { loginNetwork } from './network.ts';
import { personSession } from './person.ts';
import { presentGeneration } from './presentGeneration.ts';
import { type LiveSession, type SignInContext, secretNames } from './signInContext.ts';
import { isAppKind, refuseUnusable } from './signInRules.ts';

/**
 * Returns the session of a connection. Creates a new one after an edit of the connection or in another generation.
 * @throws KeydeskError connection-incomplete, connection-insecure, sign-in-ended
 */
export async function liveSession(context: SignInContext, connection: ConnectionSettings): Promise<LiveSession> {
  refuseUnusable(connection);
  const { live, parts } = context;
  const generation = await presentGeneration(parts, connection);
  const of = fingerprintOf(connection);
  const known = live.get(of);
  if (known?.generation === generation) return known;
  const network = loginNetwork(connection.authority, parts.loginCa, parts.network);
  const session = isAppKind(connection.signIn)
    ? appSession({ connection, network, credential: () => readCredential(parts, connection) })
    : personSession(connection, network, cacheOf(context, connection, generation));
  const fresh = { id: connection.id, generation, network, session, tokens: new Map() };
  live.set(of, fresh);
  return fresh;
}

/**
 * SECURITY: refuses a token that arrives after a sign-out or after another sign-in.
 * @throws KeydeskError sign-in-ended
 */
export async function refuseLate(
  context: SignInContext,
  connection: ConnectionSettings,
  entry: LiveSession,
): Promise<void> {
  if ((await liveSession(context, connection)) !== entry) throw new KeydeskError('sign-in-ended');
}

/** Returns how far this computer's clock is off from the sign-in's, in ms; null before the first response. */
export function clockSkew({ live }: SignInContext, connection: ConnectionSettings): number | null {
  return live.get(fingerprintOf(connection))?.session.skew() ?? null;
}

/** Returns the cache of a session. It refuses writes if another generation began or the file was removed. */
function cacheOf({ parts }: SignInContext, connection: ConnectionSettings, generation: number): VaultCache {
  const { vault, generations } = parts;
  const { cache } = secretNames(connection);
  return vaultCache({
    read: () => vault.read(cache),
    replace: text =>
      vault.write(cache, text, move =>
        generations.during(connection.id, generation, async () => {
          // SECURITY: an earlier Keydesk without generations signs out by removing the file.
          if (!(await vault.has(cache))) throw new KeydeskError('sign-in-ended');
          await move();
        }),
      ),
  });
}

/**
 * Returns the settings that a session depends on. The names of connection and tenant and Graph's version are not among
 * them.
 */
function fingerprintOf(connection: ConnectionSettings): string {
  return JSON.stringify({ ...connection, name: undefined, tenantName: undefined, version: undefined });
}
