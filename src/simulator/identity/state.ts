import { createHash, randomBytes } from 'node:crypto';
import { roleTemplates } from '../graph/roles.ts';

/** An app registration with what was granted to it. Changes take effect at once, but for tokens that are out already. */
export interface AppRegistration {
  readonly clientId: string;
  /** "Allow public client flows": without it, no device code. */
  publicClient: boolean;
  secrets: { value: string; expiresAt: number }[];
  /** PEM, as uploaded. */
  certificates: string[];
  /** Delegated permissions that were consented to; null where nobody consented. */
  delegated: string[] | null;
  /** Application permissions that were granted. */
  application: string[];
  /** Directory roles of its service principal, by template id. */
  roles: string[];
  /** Optional claims of ID tokens, by name. Without `auth_time` an ID token does not tell when the person signed in. */
  optionalClaims: string[];
}

/** What the tenant demands of people who sign in, and what it knows of them beside the directory. */
export interface IdentityState {
  readonly app: AppRegistration;
  /** The one password of everybody. */
  password: string;
  mfa: {
    required: boolean;
    /** How long a multi-factor authentication counts, in ms; null for ever. */
    maxAge: number | null;
  };
  /** Directory roles by user principal name, as template ids. */
  roles: Record<string, string[]>;
  /** User principal names that Conditional Access keeps out. */
  blocked: Set<string>;
  /** How long an access token lives, in seconds. */
  tokenLifetime: number;
  /** Whether the app's access tokens name the tenant (`tid`). Microsoft promises nothing about what is in a token for Graph. */
  tenantInTokens: boolean;
  claims: {
    /** Whether claims of the access token in a request for a token take the person: a refresh token is then not enough. */
    needPerson: boolean;
    /**
     * Whether the `claims` parameter adds claims to the ID token. Entra ID's discovery document does not list
     * claims_parameter_supported, so no app can count on it.
     */
    honored: boolean;
    /** What was asked for, oldest first, by endpoint and as JSON. */
    readonly asked: { at: 'authorize' | 'devicecode' | 'token'; claims: string }[];
  };
}

/** Who can do everything that Keydesk wants done. */
export const HELPDESK = 'user2@contoso.example';
/** Who may sign in, and holds no role. */
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

/** A UUID that follows from a name. */
function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
