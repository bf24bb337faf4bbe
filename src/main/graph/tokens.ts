import { KeydeskError } from '../../contract/errors.ts';
import { type Connection, isLoopback } from './connection.ts';

/** Gives a bearer token; `fresh` asks for a new one, because the one before was refused. */
export type TokenSource = (options: { fresh: boolean; signal?: AbortSignal | undefined }) => Promise<string>;

/**
 * The one token there is. SECURITY: long-lived tokens from an environment are for simulators on this computer, not for a
 * tenant.
 * @throws KeydeskError connection-insecure for any other host
 */
export function fixedToken(connection: Connection, token: string): TokenSource {
  if (!isLoopback(connection.graphUrl)) throw new KeydeskError('connection-insecure', { url: connection.graphUrl });
  return async () => token;
}
