import type { Account } from '../../../contract/connections/schema.ts';
import { parseWellFormed } from '../../../contract/text/wellFormed.ts';

/** A token for Graph or another API. `expiresAt` is in ms since the epoch. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** The sign-in of one connection, of any kind. Its errors are those of signInErrors.ts. */
export interface Session {
  /**
   * @param fresh Requests a new token
   * @param claims The claims that it must contain, as JSON. They are remembered until somebody has signed in with them
   * @param scope The API that the token is for; Microsoft Graph if it is missing
   * @throws KeydeskError sign-in-needed, sign-in-stronger and others
   */
  token(fresh: boolean, claims?: string, scope?: string): Promise<AccessToken>;
  /**
   * Returns who is signed in, as far as this is known without the network.
   * @throws KeydeskError if the vault cannot be read
   */
  account(): Promise<Account | null>;
  /**
   * The tenant id of an app's last token; undefined before the first token. Also undefined for a person, whose sign-in
   * looks up the id.
   */
  readonly tenantId?: string | undefined;
  /** Returns how far this computer's clock is off, in ms; null before the first response. */
  skew(): number | null;
}

/** Returns the scope for everything that the app registration has consent for (decision 13). */
export function scopeOf({ graphUrl }: { graphUrl: string }): string {
  return `${graphUrl.replace(/\/+$/, '')}/.default`;
}

export function authorityOf({ authority, tenantId }: { authority: string; tenantId: string }): string {
  return `${authority.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}`;
}

/**
 * Returns the claims of a token, unverified. They are only shown to a person, and never decide anything. Empty if the
 * token is not a JWT.
 */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload: unknown = parseWellFormed(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
