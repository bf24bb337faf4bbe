import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pasted, pastedAaguid } from '../text/pasted.ts';
import { userSchema } from '../users/schema.ts';

/** Which models a profile takes. `unknown`: a kind of list that this Keydesk does not know. */
const restrictionsSchema = z.object({
  kind: z.enum(['none', 'allow', 'block', 'unknown']),
  /** Lower case. */
  aaguids: z.array(z.string()),
});

/** A passkey profile of the tenant (graph.md, 5). Words that this Keydesk does not know stay as they came. */
export const passkeyProfileSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** `deviceBound`, `synced`, or whatever else it may say. */
  types: z.array(z.string()),
  /** `disabled`, `registrationOnly`, or whatever else it may say. */
  attestation: z.string(),
  restrictions: restrictionsSchema,
});
export type PasskeyProfile = z.infer<typeof passkeyProfileSchema>;

const targetSchema = z.object({
  /**
   * `all`: everybody; `group`: the members of group `id`, by any way; `user`: the one with the object id `id`; `unknown`: some
   * other kind of target.
   */
  kind: z.enum(['all', 'group', 'user', 'unknown']),
  id: z.string(),
});

/** The tenant's FIDO2 method configuration as far as it decides who may register which key. */
export const passkeyPolicySchema = z.object({
  /** Null for a state that this Keydesk does not know. */
  enabled: z.boolean().nullable(),
  /** Null where the tenant does not say. */
  selfService: z.boolean().nullable(),
  /** Each with the ids of the profiles that it brings into scope. */
  include: z.array(targetSchema.extend({ profiles: z.array(z.string()) })),
  exclude: z.array(targetSchema),
  profiles: z.array(passkeyProfileSchema),
  /** True where the one profile was made from the deprecated top-level members. */
  deprecated: z.boolean(),
});
export type PasskeyPolicy = z.infer<typeof passkeyPolicySchema>;

/** A model that the list of key models has, and the names of the profiles that take it. */
const admittedModelSchema = z.object({ aaguid: z.string(), name: z.string(), profiles: z.array(z.string()) });
export type AdmittedModel = z.infer<typeof admittedModelSchema>;

/** The policy as it was read last; `failure` tells why it could not be read now. */
export const policyStateSchema = z.object({
  policy: passkeyPolicySchema.nullable(),
  fetchedAt: z.string().nullable(),
  failure: failureSchema.nullable(),
  models: z.array(admittedModelSchema),
  /** Names of the models whose AAGUIDs the policy lists, and of the groups and users it is about, as far as they are known. */
  names: z.record(z.string(), z.string()),
});
export type PolicyState = z.infer<typeof policyStateSchema>;

/** `refresh` asks Entra even where the last answer is young. */
export const policyStateRequestSchema = z.object({ refresh: z.boolean().default(false) });

/** A plugged-in key, or a model by its AAGUID; neither asks about the user alone. */
export const policyCheckSchema = z.object({
  user: pasted(512),
  keyId: pasted(1024).optional(),
  aaguid: pastedAaguid.optional(),
  /** Policy and groups are asked for even where the last answers are young. */
  refresh: z.boolean().default(false),
});
export type PolicyCheck = z.infer<typeof policyCheckSchema>;

/**
 * What the tenant will say to a registration. `unknown`: it cannot be foretold, and `reason` says why; only the registration
 * itself shows it.
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
