import { permissions } from '../../../contract/connections/permissions.ts';
import type { CheckName } from '../../../contract/connections/schema.ts';
import { claimsOf } from './session.ts';

/** Permissions of which one is enough, least privilege first (graph.md, 4 and 6). */
export const permissionsFor = {
  'permission-passkeys': [permissions.passkeys, 'UserAuthenticationMethod.ReadWrite.All'],
  'permission-users': [permissions.users, 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  'permission-groups': [
    permissions.groups,
    'Group.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  'permission-policy': [permissions.policy, 'Policy.ReadWrite.AuthenticationMethod', 'Policy.Read.All'],
  'permission-reports': [permissions.reports],
} as const satisfies Partial<Record<CheckName, readonly string[]>>;
export type PermissionCheck = keyof typeof permissionsFor;

/** Permissions that are not enough although their names suggest it. The basic profile has no department, job title or employee id. */
const insufficient: Partial<Record<PermissionCheck, string>> = { 'permission-users': 'User.ReadBasic.All' };

/** The rights in a token. Not verified: Graph decides, and this only predicts its answer. */
export interface Rights {
  /** Null if the token does not say it. */
  readonly kind: 'person' | 'app' | null;
  readonly permissions: ReadonlySet<string>;
  /** Template ids; null if the token does not contain roles. */
  readonly roles: ReadonlySet<string> | null;
  /** The object id of the person, or of the app's service principal; null if the token does not say it. */
  readonly id: string | null;
}

export function rightsOf(token: string): Rights {
  const { scp, roles, wids, idtyp, oid } = claimsOf(token);
  const id = typeof oid === 'string' ? oid : null;
  const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const held = Array.isArray(wids) ? new Set(texts(wids).map(id => id.toLowerCase())) : null;
  if (typeof scp === 'string') return { kind: 'person', permissions: new Set(scp.split(' ')), roles: held, id };
  if (idtyp === 'app' || Array.isArray(roles))
    return { kind: 'app', permissions: new Set(texts(roles)), roles: held, id };
  return { kind: null, permissions: new Set(), roles: null, id };
}

/** Returns the first of the sufficient permissions that the token has. */
export function permissionIn(rights: Rights, check: PermissionCheck): string | undefined {
  return permissionsFor[check].find(permission => rights.permissions.has(permission));
}

/** Returns a permission that the token has and that is not enough. */
export function insufficientIn(rights: Rights, check: PermissionCheck): string | undefined {
  const permission = insufficient[check];
  return permission !== undefined && rights.permissions.has(permission) ? permission : undefined;
}

/** Roles that may register passkeys for others, by their template id, which is the same in every tenant. */
const registrars: Readonly<Record<string, string>> = {
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13': 'Privileged Authentication Administrator',
  'c4e39bd9-1100-46d3-8c65-fb160da0071f': 'Authentication Administrator',
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
};

/** Roles that may register passkeys for administrators, too. */
const privileged: ReadonlySet<string> = new Set([
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  '62e90394-69f5-4237-9190-012177145e10',
]);

/**
 * Roles whose holders need no privileged registrar: an Authentication Administrator may change their passkeys
 * (learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions, "Who can reset passwords").
 */
const manageable: Readonly<Record<string, string>> = {
  'c4e39bd9-1100-46d3-8c65-fb160da0071f': 'Authentication Administrator',
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b': 'Directory Readers',
  '95e79109-95c0-4d8e-aee3-d01accf2d47b': 'Guest Inviter',
  '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b': 'Message Center Reader',
  '966707d0-3269-4727-9be2-8c3a10f19b9d': 'Password Administrator',
  '4a5d8f65-41da-4de4-8968-e035b65339cf': 'Reports Reader',
  '75934031-6c7e-415a-99d7-48dbd49e875e': 'Usage Summary Reports Reader',
  '27460883-1df1-4691-b032-3b79643e5e63': 'User Experience Success Manager',
};

/** Returns whether a role may register passkeys. @param role its template id */
export function isRegistrar(role: string): boolean {
  return Object.hasOwn(registrars, role);
}

/** Returns whether a role may register passkeys for administrators, too. */
export function isPrivilegedRegistrar(role: string): boolean {
  return privileged.has(role);
}

/** Returns whether the holders of a role need a privileged registrar. Custom roles are such roles. */
export function isProtectedRole(role: string): boolean {
  return !Object.hasOwn(manageable, role);
}

/** Returns the name of the token's role that may register passkeys. */
export function registrarRole({ roles }: Rights): string | undefined {
  return Object.entries(registrars).find(([id]) => roles?.has(id))?.[1];
}

/** Roles that get creation options but may not register passkeys (graph.md, 4). */
const readers: Readonly<Record<string, string>> = { 'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader' };

/** Returns the name of the token's role that may only read creation options. */
export function readerRole({ roles }: Rights): string | undefined {
  return Object.entries(readers).find(([id]) => roles?.has(id))?.[1];
}
