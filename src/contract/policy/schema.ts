import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pastedAaguid, reference } from '../text/pasted.ts';
import { userSchema } from '../users/schema.ts';

/** The models that a profile allows. `unknown`: a kind of list that this Keydesk does not know. */
const restrictionsSchema = z.object({
  kind: z.enum(['none', 'allow', 'block', 'unknown']),
  /** Lower case. */
  aaguids: z.array(z.string()),
});

/** A passkey profile of the tenant (graph.md, 5). Unknown values are unchanged. */
export const passkeyProfileSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** `deviceBound`, `synced`, or any other value. */
  types: z.array(z.string()),
  /** `disabled`, `registrationOnly`, or any other value. */
  attestation: z.string(),
  restrictions: restrictionsSchema,
});
export type PasskeyProfile = z.infer<typeof passkeyProfileSchema>;

const targetSchema = z.object({
  /**
   * `all`: all users; `group`: the members of group `id`, directly or nested; `user`: the user with the object id `id`;
   * `unknown`: another kind of target.
   */
  kind: z.enum(['all', 'group', 'user', 'unknown']),
  id: z.string(),
});

/** The part of the tenant's FIDO2 method configuration that decides who may register which key. */
export const passkeyPolicySchema = z.object({
  /** Null for a state that this Keydesk does not know. */
  enabled: z.boolean().nullable(),
  /** Null if the tenant does not report it. */
  selfService: z.boolean().nullable(),
  /** Each with the ids of the profiles that apply to it. */
  include: z.array(targetSchema.extend({ profiles: z.array(z.string()) })),
  exclude: z.array(targetSchema),
  profiles: z.array(passkeyProfileSchema),
  /** True if the profile was derived from the deprecated top-level members. */
  deprecated: z.boolean(),
});
export type PasskeyPolicy = z.infer<typeof passkeyPolicySchema>;

/** A model in the list of key models, and the names of the profiles that allow it. */
const admittedModelSchema = z.object({ aaguid: z.string(), name: z.string(), profiles: z.array(z.string()) });
export type AdmittedModel = z.infer<typeof admittedModelSchema>;

/** The policy as it was last read. `failure` is the reason why it could not be read now. */
export const policyStateSchema = z.object({
  policy: passkeyPolicySchema.nullable(),
  fetchedAt: z.string().nullable(),
  failure: failureSchema.nullable(),
  models: z.array(admittedModelSchema),
  /** Names of the models whose AAGUIDs the policy lists, and of its groups and users, if they are known. */
  names: z.record(z.string(), z.string()),
});
export type PolicyState = z.infer<typeof policyStateSchema>;

/** `refresh` reads from Entra even if the last answer is recent. */
export const policyStateRequestSchema = z.object({ refresh: z.boolean().default(false) });

/** A plugged-in key, or a model by its AAGUID. Without either, only the user is checked. */
export const policyCheckSchema = z.object({
  user: reference(512),
  keyId: reference(1024).optional(),
  aaguid: pastedAaguid.optional(),
  /** Reads policy and groups even if the last answers are recent. */
  refresh: z.boolean().default(false),
});
export type PolicyCheck = z.infer<typeof policyCheckSchema>;

/**
 * Whether the tenant would accept a registration. `unknown`: Keydesk cannot predict it, and `reason` is why. Only the
 * registration itself shows it.
 */
export const verdictSchema = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('allowed'), profile: z.string() }),
  z.object({ verdict: z.literal('refused'), reason: failureSchema }),
  z.object({ verdict: z.literal('unknown'), reason: failureSchema }),
]);
export type Verdict = z.infer<typeof verdictSchema>;

export const policyAnswerSchema = z.object({
  user: userSchema,
  aaguid: z.string().nullable(),
  /** Its name in the list of key models. */
  model: z.string().nullable(),
  verdict: verdictSchema,
});
export type PolicyAnswer = z.infer<typeof policyAnswerSchema>;
