import type { Account } from '../../contract/connections.ts';

/** A token for Graph. `expiresAt` is in ms since the epoch. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** The sign-in of one connection, by whatever way. Its errors are those of signInErrors.ts. */
export interface Session {
  /** @throws KeydeskError sign-in-needed and others; `fresh` asks for a new one */
  token(fresh: boolean): Promise<AccessToken>;
  /** Who is signed in, as far as that is known without the network. */
  account(): Promise<Account | null>;
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
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
