import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { behaviorSchema } from './behavior.ts';

const methodSchema = z.object({
  /** base64url of the credential id. */
  credentialId: z.string(),
  userId: z.string(),
  displayName: z.string(),
  createdDateTime: z.string(),
  /** Told by beta alone. */
  lastUsedDateTime: z.string().optional(),
  aaGuid: z.string(),
  model: z.string(),
  attestationLevel: z.enum(['attested', 'notAttested']),
  attestationCertificates: z.array(z.string()),
  /** COSE_Key, base64url. */
  publicKey: z.string(),
});
export type StoredMethod = z.infer<typeof methodSchema>;

/** A passkey profile as Graph has it (graph.md, 5); what is not known here is handed out all the same. */
const profileSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  /** `deviceBound`, `synced`, or both with a comma between. */
  passkeyTypes: z.string(),
  attestationEnforcement: z.string(),
  keyRestrictions: z.object({ isEnforced: z.boolean(), enforcementType: z.string(), aaGuids: z.array(z.string()) }),
});
export type PasskeyProfile = z.infer<typeof profileSchema>;

const policyShape = {
  /** `enabled`, `disabled`, or whatever Graph may say one day. */
  state: z.string(),
  isSelfServiceRegistrationAllowed: z.boolean(),
  /** These two are the deprecated top-level members, and the default profile's where no profiles are set. */
  attestationEnforced: z.boolean(),
  keyRestrictions: z.object({ enforcementType: z.enum(['allow', 'block']), aaGuids: z.array(z.string()) }).nullable(),
  /** Null: one default profile. An empty list: a tenant that has the deprecated members alone. */
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

/** Of a stored tenant, what it does not say yet is as in a new one. */
const policySchema = policyChangeSchema.transform(stored => ({ ...newPolicy(), ...withoutUndefined(stored) }));

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}

/** What may be told anew of a user. */
export const userChangeSchema = z
  .strictObject({
    userPrincipalName: z.string(),
    displayName: z.string(),
    mail: z.string().nullable(),
    jobTitle: z.string().nullable(),
    department: z.string().nullable(),
    employeeId: z.string().nullable(),
    accountEnabled: z.boolean(),
  })
  .partial();
export type UserChange = z.infer<typeof userChangeSchema>;

const stateSchema = z.object({
  seed: z.string(),
  /** Numbers given to users so far; those of removed users are not given again. */
  users: z.number().int().nonnegative(),
  /** Groups beside those of the departments. */
  teams: z.number().int().nonnegative().default(0),
  token: z.string().min(1),
  /** Whether the token's holder is a Privileged Authentication Administrator. */
  privileged: z.boolean(),
  policy: policySchema,
  methods: z.array(methodSchema),
  /** Challenges given and not yet used, as base64url SHA-256: they are long. */
  challenges: z.array(z.object({ hash: z.string(), userId: z.string(), expiresAt: z.number() })),
  /** What differs from the seed, by user number, with the round of delta that first tells it. */
  changes: z.record(
    z.string(),
    z.object({ round: z.number().int(), removed: z.boolean(), properties: userChangeSchema }),
  ),
  round: z.number().int(),
  /** Links of rounds before this one are too old. */
  oldestRound: z.number().int().default(0),
  /** Ids of removed groups, with the round of delta that first tells it. */
  removedGroups: z.record(z.string(), z.number().int()).default({}),
  /** What the report tells by user id, beside registered security keys. */
  otherMethods: z.record(z.string(), z.array(z.string())).default({}),
  behavior: behaviorSchema.prefault({}),
});
export type TenantState = z.infer<typeof stateSchema>;

/** A tenant that nothing has happened to yet. */
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
    behavior: behaviorSchema.parse({}),
  };
}

/** Keeps a state in a file, or nowhere. */
export class StateFile {
  readonly #file: string | undefined;
  #written = '';

  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Undefined where there is no file. Throws on a file that is not a tenant's state. */
  load(): TenantState | undefined {
    if (this.#file === undefined) return undefined;
    try {
      return stateSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Writes what has changed, beside the file, and renames: a cut leaves the old state or the new one. */
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
