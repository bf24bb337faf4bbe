import { randomBytes } from 'node:crypto';
import type { Tenant } from '../graph/tenant.ts';
import { StsRefusal } from './refusals.ts';
import type { TokenSigner } from './signer.ts';
import type { IdentityState } from './state.ts';

/** A user's sign-in and its method. Times are in ms since the epoch. */
export interface SignIn {
  readonly userPrincipalName: string;
  readonly authTime: number;
  /** When the second factor was used; null if it was not. */
  readonly mfaAt: number | null;
}

/** The grant behind an authorization code or a refresh token. */
export interface Grant {
  readonly signIn: SignIn;
  readonly scopes: readonly string[];
  readonly nonce?: string | undefined;
  /** Names of the claims that the request wants in the ID token. */
  readonly claims?: readonly string[];
  revoked: boolean;
}

export interface IssuedCode extends Grant {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
  used: boolean;
}

/** A device code (RFC 8628) that waits until a person enters the user code. */
export interface DeviceCode {
  readonly userCode: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  answer: SignIn | 'declined' | null;
}

/** The security token service of one tenant, shared by all endpoints. */
export interface Sts {
  readonly state: IdentityState;
  readonly tenant: Tenant;
  /** The identifier of the API that most tokens are for: the base URL of the simulated Graph. */
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

/** Checks the tenant in a path: its id or domain. @throws StsRefusal 90002 */
export function checkTenant({ tenant }: Sts, name: string): void {
  const names = [tenant.id, 'contoso.example', 'contoso.onmicrosoft.com', 'organizations', 'common'];
  if (!names.includes(name.toLowerCase())) throw new StsRefusal(90002, name);
}

/** Checks the client id. @throws StsRefusal 700016 */
export function checkClient({ state }: Sts, clientId: string): void {
  if (clientId.toLowerCase() !== state.app.clientId) throw new StsRefusal(700016, clientId);
}

/** The identifier of Azure Database for PostgreSQL, the other API for which tokens are issued. */
export const DATABASE = 'https://ossrdbms-aad.database.windows.net';

/** Returns the identifier of the API that scopes are for. */
export function resourceOf({ resource }: Pick<Sts, 'resource'>, scopes: readonly string[]): string {
  return scopes.some(scope => scope.startsWith(`${DATABASE}/`)) ? DATABASE : resource;
}

/**
 * Returns the API's permissions among the requested scopes, which have the form `RESOURCE/NAME`. `.default` means all
 * with consent. @throws StsRefusal 500011, 65001
 */
export function permissionsOf(sts: Sts, scopes: readonly string[]): string[] {
  const { state } = sts;
  const resource = resourceOf(sts, scopes);
  const asked = scopes.filter(scope => scope.includes('/'));
  for (const scope of asked) {
    if (!scope.startsWith(`${resource}/`)) throw new StsRefusal(500011, scope.replace(/\/[^/]*$/, ''));
  }
  const { clientId, delegated } = state.app;
  if (delegated === null) throw new StsRefusal(65001, clientId);
  if (resource === DATABASE) {
    if (!state.app.database) throw new StsRefusal(65001, clientId);
    return ['user_impersonation'];
  }
  const names = asked.map(scope => scope.slice(resource.length + 1));
  if (names.includes('.default')) return delegated;
  if (names.some(name => !delegated.includes(name))) throw new StsRefusal(65001, clientId);
  return names;
}
