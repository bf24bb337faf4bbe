import type { Account } from '../../../contract/connections/schema.ts';
import { parseWellFormed } from '../../../contract/text/wellFormed.ts';

/** A token for Graph. `expiresAt` is in ms since the epoch. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** The sign-in of one connection, by whatever way. Its errors are those of signInErrors.ts. */
export interface Session {
  /**
   * @param fresh asks for a new one
   * @param claims what it must show, as JSON; the demand is kept until somebody has signed in with it
   * @throws KeydeskError sign-in-needed, sign-in-stronger and others
   */
  token(fresh: boolean, claims?: string): Promise<AccessToken>;
  /** Who is signed in, as far as that is known without the network. @throws KeydeskError where what is kept cannot be read */
  account(): Promise<Account | null>;
  /** The id of the tenant that the last token of an app is of; undefined before that, and of a person, whose sign-in looks for it. */
  readonly tenantId?: string | undefined;
  /** How far the clock is off, in ms; null before the first answer. */
  skew(): number | null;
}

/** All that was consented to for the app registration (decision 13). */
export function scopeOf({ graphUrl }: { graphUrl: string }): string {
  return `${graphUrl.replace(/\/+$/, '')}/.default`;
}

export function authorityOf({ authority, tenantId }: { authority: string; tenantId: string }): string {
  return `${authority.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}`;
}

/** The claims of a token, unverified: they are told to a person, and never decide anything. Empty for what is no JWT. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload: unknown = parseWellFormed(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
