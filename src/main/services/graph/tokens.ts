import { KeydeskError } from '../../../contract/errors/errors.ts';
import { refuseUserInfo } from '../network/userInfo.ts';
import { type GraphTarget, isLoopback } from './graphTarget.ts';

export interface TokenRequest {
  /** Requests a new token, because Graph refused the last one. */
  readonly fresh: boolean;
  /** The claims that the new token must contain, as JSON (claimsChallenge.ts). */
  readonly claims?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Returns a bearer token. @throws KeydeskError of the sign-in */
export type TokenSource = (request: TokenRequest) => Promise<string>;

/**
 * Returns a source of one fixed token. SECURITY: long-lived tokens from an environment are for simulators on this
 * computer, not for a tenant.
 * @throws KeydeskError connection-insecure for any other host
 */
export function fixedToken(target: GraphTarget, token: string): TokenSource {
  refuseUserInfo(target.graphUrl);
  if (!isLoopback(target.graphUrl)) throw new KeydeskError('connection-insecure', { url: target.graphUrl });
  return async () => token;
}
