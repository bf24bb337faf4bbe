import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { behaviorSchema } from './behavior.ts';
import { userChangeSchema } from './user.ts';

const methodSchema = z.object({
  /** base64url of the credential id. */
  credentialId: z.string(),
  userId: z.string(),
  displayName: z.string(),
  createdDateTime: z.string(),
  /** Only beta returns it. */
  lastUsedDateTime: z.string().optional(),
  aaGuid: z.string(),
  model: z.string(),
  attestationLevel: z.enum(['attested', 'notAttested']),
  attestationCertificates: z.array(z.string()),
  /** COSE_Key, base64url. */
  publicKey: z.string(),
});
export type StoredMethod = z.infer<typeof methodSchema>;

const auditSchema = z.object({
  id: z.string(),
  activityDateTime: z.string(),
  activityDisplayName: z.string(),
  /** The person or the app that acted. */
  by: z.object({ user: z.string().nullish(), app: z.string().optional() }),
  /** The object id of the user. */
  targetId: z.string(),
});
export type StoredAudit = z.infer<typeof auditSchema>;

/** A passkey profile as Graph has it (graph.md, 5). Unknown members are returned unchanged. */
const profileSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  /** `deviceBound`, `synced`, or both separated by a comma. */
  passkeyTypes: z.string(),
  attestationEnforcement: z.string(),
  keyRestrictions: z.object({ isEnforced: z.boolean(), enforcementType: z.string(), aaGuids: z.array(z.string()) }),
});
export type PasskeyProfile = z.infer<typeof profileSchema>;

/** A directory role that somebody has (learn.microsoft.com/graph/api/resources/unifiedroleassignment). */
export const roleAssignmentSchema = z.strictObject({
  /** A user, a group, or the service principal of an app. */
  principalId: z.string(),
  /** The template id of the role. */
  roleDefinitionId: z.string(),
  /** `/` is the tenant; `/administrativeUnits/{id}` is one unit. */
  directoryScopeId: z.string().default('/'),
});
export type StoredRoleAssignment = z.infer<typeof roleAssignmentSchema>;

export const unitSchema = z.strictObject({
  id: z.string(),
  displayName: z.string(),
  /** Object ids of users and groups. The members of such a group are not in the unit. */
  members: z.array(z.string()),
});

const policyShape = {
  /** `enabled`, `disabled`, or a future value of Graph. */
  state: z.string(),
  isSelfServiceRegistrationAllowed: z.boolean(),
  /** These two are the deprecated top-level members. They define the default profile if no profiles are set. */
  attestationEnforced: z.boolean(),
  keyRestrictions: z.object({ enforcementType: z.enum(['allow', 'block']), aaGuids: z.array(z.string()) }).nullable(),
  /** Null: one default profile. An empty list: the tenant has only the deprecated members. */
  passkeyProfiles: z.array(profileSchema).nullable(),
  defaultPasskeyProfile: z.string(),
  includeTargets: z.array(
    z.looseObject({ targetType: z.string(), id: z.string(), allowedPasskeyProfiles: z.array(z.string()) }),
  ),
  excludeTargets: z.array(z.looseObject({ targetType: z.string(), id: z.string() })),
};
export const policyChangeSchema = z.strictObject(policyShape).partial();
export type SimulatedPolicy = z.infer<z.ZodObject<typeof policyShape>>;

const DEFAULT_PROFILE = '00000000-0000-0000-0000-000000000001';

function newPolicy(): SimulatedPolicy {
  return {
    state: 'enabled',
    isSelfServiceRegistrationAllowed: true,
    attestationEnforced: false,
    keyRestrictions: null,
    passkeyProfiles: null,
    defaultPasskeyProfile: DEFAULT_PROFILE,
    includeTargets: [{ targetType: 'group', id: 'all_users', allowedPasskeyProfiles: [DEFAULT_PROFILE] }],
    excludeTargets: [],
  };
}

/** Members that a stored tenant lacks get the values of a new one. */
const policySchema = policyChangeSchema.transform(stored => ({ ...newPolicy(), ...withoutUndefined(stored) }));

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}

const stateSchema = z.object({
  seed: z.string(),
  /** Number of users created so far. Numbers of removed users are not reused. */
  users: z.number().int().nonnegative(),
  /** Groups besides those of the departments. */
  teams: z.number().int().nonnegative().default(0),
  token: z.string().min(1),
  /** Whether the token's holder is a Privileged Authentication Administrator. */
  privileged: z.boolean(),
  policy: policySchema,
  methods: z.array(methodSchema),
  /** Unused challenges, as base64url SHA-256 because they are long. */
  challenges: z.array(z.object({ hash: z.string(), userId: z.string(), expiresAt: z.number() })),
  /** Differences from the seed, by user number, with the first delta round that reports each. */
  changes: z.record(
    z.string(),
    z.object({ round: z.number().int(), removed: z.boolean(), properties: userChangeSchema }),
  ),
  round: z.number().int(),
  /** Links of rounds before this one are expired. */
  oldestRound: z.number().int().default(0),
  /** Ids of removed groups, with the first delta round that reports each. */
  removedGroups: z.record(z.string(), z.number().int()).default({}),
  /** What the report returns by user id, besides registered security keys. */
  otherMethods: z.record(z.string(), z.array(z.string())).default({}),
  /** The audit log, newest first. */
  audits: z.array(auditSchema).default([]),
  /** The directory roles besides those of the administrators by number. */
  roleAssignments: z.array(roleAssignmentSchema).default([]),
  /** The administrative units. */
  units: z.array(unitSchema).default([]),
  behavior: behaviorSchema.prefault({}),
});
export type TenantState = z.infer<typeof stateSchema>;

/** Creates the state of a new tenant. */
export function newState(seed: string, users: number, token: string, teams = 0): TenantState {
  return {
    seed,
    users,
    teams,
    token,
    privileged: false,
    policy: newPolicy(),
    methods: [],
    challenges: [],
    changes: {},
    round: 0,
    oldestRound: 0,
    removedGroups: {},
    otherMethods: {},
    audits: [],
    roleAssignments: [],
    units: [],
    behavior: behaviorSchema.parse({}),
  };
}

/** Stores a state in a file, or nowhere. */
export class StateFile {
  readonly #file: string | undefined;
  #written = '';

  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Returns undefined if there is no file. Throws if the file is not a tenant's state. */
  load(): TenantState | undefined {
    if (this.#file === undefined) return undefined;
    try {
      return stateSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Writes a temporary file and renames it, so that a crash leaves either the old or the new state. */
  save(state: TenantState): void {
    if (this.#file === undefined) return;
    const text = `${JSON.stringify(state)}\n`;
    if (text === this.#written) return;
    const draft = `${this.#file}.new`;
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, this.#file);
    this.#written = text;
  }
}
