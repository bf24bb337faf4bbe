import { z } from 'zod';
import { graphVersions } from '../connections/schema.ts';

/**
 * The texts about a user that Graph may leave empty, by Graph's names. Queries to Graph, the imported table, exports
 * and pages use this list. A new one also needs a column (src/main/features/directory/database/migrations) and its name
 * on the page.
 */
export const userTexts = ['mail', 'jobTitle', 'department', 'employeeId', 'preferredLanguage'] as const;
export type UserText = (typeof userTexts)[number];

/** Returns an object with a value for each of these texts. */
export function eachUserText<T>(value: (name: UserText) => T): Record<UserText, T> {
  const values: Partial<Record<UserText, T>> = {};
  for (const name of userTexts) values[name] = value(name);
  return values as Record<UserText, T>;
}

/** A user of the tenant, as Graph returns it. */
export const userSchema = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string(),
  ...eachUserText(() => z.string().nullable()),
  accountEnabled: z.boolean(),
  guest: z.boolean(),
});
export type User = z.infer<typeof userSchema>;

/** One page of users. `next` is an opaque handle for the following page. */
export const userPageSchema = z.object({ users: z.array(userSchema), next: z.string().optional() });
export type UserPage = z.infer<typeof userPageSchema>;

/**
 * A passkey (fido2AuthenticationMethod) of a user in Entra. `credentialId` is base64url, decoded from the method's id.
 */
export const passkeySchema = z.object({
  id: z.string(),
  displayName: z.string(),
  createdDateTime: z.string().nullable(),
  aaGuid: z.string().nullable(),
  model: z.string().nullable(),
  attestationLevel: z.string().nullable(),
  /** `deviceBound`, `synced`, or null if Entra does not say. */
  passkeyType: z.string().nullable().default(null),
  lastUsedDateTime: z.string().nullable(),
  /**
   * The version of Graph that returned the last use; null if no version could be read, so that the last use is unknown.
   */
  lastUsedFrom: z.enum(graphVersions).nullable().default(null),
  credentialId: z.string().nullable(),
});
export type Passkey = z.infer<typeof passkeySchema>;
