import { createHash, randomBytes } from 'node:crypto';
import { roleTemplates } from '../graph/roles.ts';

/** An app registration with its granted permissions. Changes take effect immediately, except for issued tokens. */
export interface AppRegistration {
  readonly clientId: string;
  /** "Allow public client flows". Without it, device codes are rejected. */
  publicClient: boolean;
  secrets: { value: string; expiresAt: number }[];
  /** PEM, as uploaded. */
  certificates: string[];
  /** Delegated permissions with consent; null without any consent. */
  delegated: string[] | null;
  /** Whether there is consent for user_impersonation at Azure Database for PostgreSQL. */
  database: boolean;
  /** Granted application permissions. */
  application: string[];
  /** Directory roles of its service principal, by template id. */
  roles: string[];
  /** Optional claims of ID tokens, by name. Without `auth_time` an ID token does not show when the person signed in. */
  optionalClaims: string[];
}

/** The tenant's requirements for sign-ins, and facts about users that are not in the directory. */
export interface IdentityState {
  readonly app: AppRegistration;
  /** The password of every user. */
  password: string;
  mfa: {
    required: boolean;
    /** How long a multi-factor authentication is valid, in ms; null without a limit. */
    maxAge: number | null;
  };
  /** Directory roles by user principal name, as template ids. */
  roles: Record<string, string[]>;
  /** User principal names that Conditional Access blocks. */
  blocked: Set<string>;
  /** Lifetime of an access token, in seconds. */
  tokenLifetime: number;
  /**
   * Whether the app's access tokens contain the tenant (`tid`). Microsoft does not document the contents of a token for
   * Graph.
   */
  tenantInTokens: boolean;
  claims: {
    /**
     * Whether a token request with claims for the access token requires the person to sign in: a refresh token is then
     * rejected.
     */
    needPerson: boolean;
    /**
     * Whether the `claims` parameter adds claims to the ID token. Entra ID's discovery document does not list
     * claims_parameter_supported, so no app can rely on it.
     */
    honored: boolean;
    /** The requested claims, oldest first, by endpoint and as JSON. */
    readonly asked: { at: 'authorize' | 'devicecode' | 'token'; claims: string }[];
  };
}

/** A user with every role that Keydesk needs. */
export const HELPDESK = 'user2@contoso.example';
/** A user who may sign in, but has no role. */
export const NO_ROLE = 'user3@contoso.example';

const YEAR = 365 * 24 * 60 * 60 * 1000;

export function newIdentityState(seed: string, now: number): IdentityState {
  const { authenticationAdministrator, globalReader, reportsReader } = roleTemplates;
  const permissions = [
    'UserAuthMethod-Passkey.ReadWrite.All',
    'User.Read.All',
    'GroupMember.Read.All',
    'Policy.Read.AuthenticationMethod',
    'AuditLog.Read.All',
  ];
  return {
    app: {
      clientId: uuid(`${seed}/app/Keydesk`),
      publicClient: true,
      secrets: [{ value: randomBytes(30).toString('base64url'), expiresAt: now + YEAR }],
      certificates: [],
      // Every app registration begins with User.Read.
      delegated: ['User.Read', ...permissions],
      database: true,
      application: [...permissions],
      roles: [],
      optionalClaims: ['auth_time'],
    },
    password: randomBytes(9).toString('base64url'),
    mfa: { required: false, maxAge: null },
    roles: { [HELPDESK]: [authenticationAdministrator, globalReader, reportsReader] },
    blocked: new Set(),
    tokenLifetime: 3600,
    tenantInTokens: true,
    claims: { needPerson: false, honored: false, asked: [] },
  };
}

/** Derives a UUID from a name. */
function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
