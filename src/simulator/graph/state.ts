import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const methodSchema = z.object({
  /** base64url of the credential id. */
  credentialId: z.string(),
  userId: z.string(),
  displayName: z.string(),
  createdDateTime: z.string(),
  aaGuid: z.string(),
  model: z.string(),
  attestationLevel: z.enum(['attested', 'notAttested']),
  attestationCertificates: z.array(z.string()),
  /** COSE_Key, base64url. */
  publicKey: z.string(),
});
export type StoredMethod = z.infer<typeof methodSchema>;

const policySchema = z.object({
  state: z.enum(['enabled', 'disabled']),
  isSelfServiceRegistrationAllowed: z.boolean(),
  attestationEnforced: z.boolean(),
  keyRestrictions: z.object({ enforcementType: z.enum(['allow', 'block']), aaGuids: z.array(z.string()) }).nullable(),
});
export type Policy = z.infer<typeof policySchema>;
export const policyChangeSchema = policySchema.partial();

const stateSchema = z.object({
  seed: z.string(),
  users: z.number().int(),
  token: z.string(),
  policy: policySchema,
  methods: z.array(methodSchema),
  /** Challenges given and not yet used, base64url. */
  challenges: z.array(z.object({ challenge: z.string(), userId: z.string(), expiresAt: z.number() })),
  /** Users taken out of the tenant, with the round of delta that first tells it. */
  removed: z.array(z.object({ userId: z.string(), round: z.number().int() })),
  round: z.number().int(),
});
export type TenantState = z.infer<typeof stateSchema>;

export function newState(seed: string, users: number, token: string): TenantState {
  return {
    seed,
    users,
    token,
    policy: {
      state: 'enabled',
      isSelfServiceRegistrationAllowed: true,
      attestationEnforced: false,
      keyRestrictions: null,
    },
    methods: [],
    challenges: [],
    removed: [],
    round: 0,
  };
}

/** The state in a file; undefined where there is no file. */
export function loadState(file: string): TenantState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return stateSchema.parse(JSON.parse(text));
}

/** Writes beside the file and renames, so that a cut leaves the old state or the new one. */
export function saveState(file: string, state: TenantState): void {
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
