import { randomBytes } from 'node:crypto';
import type { Tenant } from '../graph/tenant.ts';
import { StsRefusal } from './refusals.ts';
import type { TokenSigner } from './signer.ts';
import type { IdentityState } from './state.ts';

/** Who signed in, and how. Times are in ms since the epoch. */
export interface SignIn {
  readonly userPrincipalName: string;
  readonly authTime: number;
  /** When the second factor was shown; null where it was not. */
  readonly mfaAt: number | null;
}

/** What an authorization code or a refresh token stands for. */
export interface Grant {
  readonly signIn: SignIn;
  readonly scopes: readonly string[];
  readonly nonce?: string | undefined;
  /** Claims that the request asks of the ID token, by name. */
  readonly claims?: readonly string[];
  revoked: boolean;
}

export interface IssuedCode extends Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
  used: boolean;
}

/** A device code (RFC 8628) waiting for somebody to enter the user code. */
export interface DeviceCode {
  readonly userCode: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  answer: SignIn | 'declined' | null;
}

/** The security token service of one tenant: what all endpoints share. */
export interface Sts {
  readonly state: IdentityState;
  readonly tenant: Tenant;
  /** The identifier of the one API that tokens are for: the root of the simulated Graph. */
  readonly resource: string;
  /** `https://localhost:PORT`. */
  readonly origin: string;
  readonly signer: TokenSigner;
  readonly clock: () => number;
  readonly codes: Map<string, IssuedCode>;
  readonly refreshTokens: Map<string, Grant>;
  readonly deviceCodes: Map<string, DeviceCode>;
}

export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The tenant that a path names by id or domain. @throws StsRefusal 90002 */
export function checkTenant({ tenant }: Sts, name: string): void {
  const names = [tenant.id, 'contoso.example', 'contoso.onmicrosoft.com', 'organizations', 'common'];
  if (!names.includes(name.toLowerCase())) throw new StsRefusal(90002, name);
}

/** @throws StsRefusal 700016 */
export function checkClient({ state }: Sts, clientId: string): void {
  if (clientId.toLowerCase() !== state.app.clientId) throw new StsRefusal(700016, clientId);
}

/**
 * The permissions of the API among the scopes that were asked for, as `RESOURCE/NAME`; `.default` stands for all that was
 * consented to. @throws StsRefusal 500011, 65001
 */
export function permissionsOf({ state, resource }: Sts, scopes: readonly string[]): string[] {
  const asked = scopes.filter(scope => scope.includes('/'));
  for (const scope of asked) {
    if (!scope.startsWith(`${resource}/`)) throw new StsRefusal(500011, scope.replace(/\/[^/]*$/, ''));
  }
  const { clientId, delegated } = state.app;
  if (delegated === null) throw new StsRefusal(65001, clientId);
  const names = asked.map(scope => scope.slice(resource.length + 1));
  if (names.includes('.default')) return delegated;
  if (names.some(name => !delegated.includes(name))) throw new StsRefusal(65001, clientId);
  return names;
}
