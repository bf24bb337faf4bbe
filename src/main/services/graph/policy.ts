import { z } from 'zod';
import { optionalText } from './members.ts';
import type { Requests } from './requests.ts';

/** Graph sends the types as one text, separated by commas. */
const typesSchema = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform(types =>
    typeof types === 'string'
      ? types
          .split(',')
          .map(type => type.trim())
          .filter(type => type !== '')
      : (types ?? []),
  );

const restrictionsSchema = z
  .looseObject({
    isEnforced: z.boolean().nullish(),
    enforcementType: optionalText,
    aaGuids: z.array(z.string()).nullish(),
  })
  .nullish();

const profileSchema = z.looseObject({
  id: z.string(),
  name: optionalText,
  passkeyTypes: typesSchema,
  attestationEnforcement: optionalText,
  keyRestrictions: restrictionsSchema,
});

const targetSchema = z.looseObject({
  targetType: optionalText,
  id: z.string(),
  allowedPasskeyProfiles: z.array(z.string()).nullish(),
});

/**
 * The FIDO2 method configuration as Graph sends it (graph.md, 5). Unknown members are kept, and parsing the result
 * again returns the same.
 */
export const fido2PolicySchema = z.looseObject({
  /** `enabled` or `disabled`. Any other value is a state that Keydesk does not know. */
  state: optionalText,
  isSelfServiceRegistrationAllowed: z.boolean().nullish(),
  includeTargets: z.array(targetSchema).nullish(),
  excludeTargets: z.array(targetSchema).nullish(),
  /** Present if the list continues on another page: then this list is not complete. */
  'includeTargets@odata.nextLink': optionalText,
  'excludeTargets@odata.nextLink': optionalText,
  defaultPasskeyProfile: optionalText,
  passkeyProfiles: z.array(profileSchema).nullish(),
  isAttestationEnforced: z.boolean().nullish(),
  keyRestrictions: restrictionsSchema,
});
export type Fido2Policy = z.infer<typeof fido2PolicySchema>;

export interface PolicyCalls {
  /** @throws KeydeskError graph-…; graph-forbidden if the sign-in may not read policies */
  fido2(options?: { signal?: AbortSignal | undefined }): Promise<Fido2Policy>;
}

export function policyCalls(requests: Requests): PolicyCalls {
  const path = '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2';
  return { fido2: ({ signal } = {}) => requests.send({ path, signal }, fido2PolicySchema) };
}
