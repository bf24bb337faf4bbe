import { createHash } from 'node:crypto';
import { z } from 'zod';
import { departments, familyNames, givenNames, jobTitles } from './names.ts';

const changeableSchema = z.strictObject({
  userPrincipalName: z.string(),
  displayName: z.string(),
  mail: z.string().nullable(),
  jobTitle: z.string().nullable(),
  department: z.string().nullable(),
  employeeId: z.string().nullable(),
  preferredLanguage: z.string().nullable(),
  accountEnabled: z.boolean(),
});

/** The properties of a user that can change. */
export const userChangeSchema = changeableSchema.partial();
export type UserChange = z.infer<typeof userChangeSchema>;

/** A user as Graph returns it. */
export interface SimulatedUser extends Readonly<z.infer<typeof changeableSchema>> {
  readonly id: string;
  readonly givenName: string;
  readonly surname: string;
  readonly userType: 'Member' | 'Guest';
  /** Has a directory role, so that only a privileged caller may change its authentication methods. */
  readonly isAdmin: boolean;
}

const DOMAIN = 'contoso.example';
const GUEST_EVERY = 29;
const DISABLED_EVERY = 37;
/** Every user with such a number has a directory role. */
export const ADMIN_EVERY = 97;
const LANGUAGE_EVERY = 8;
/** The preferred languages of some users, by the rest of their number. The others have none, as in most tenants. */
const languages: Readonly<Record<number, string>> = { 3: 'de-DE', 4: 'ja-JP', 5: 'ar', 6: 'fr-FR' };

/** Computes the n-th user of a seed before any change. */
export function newUser({ seed, n, id }: { seed: string; n: number; id: string }): SimulatedUser {
  const digest = createHash('sha256').update(`${seed}/user/${n}`).digest();
  const pick = <T>(list: readonly T[], at: number) => list[digest.readUInt16BE(at) % list.length] as T;
  const [givenName, surname] = [pick(givenNames, 0), pick(familyNames, 2)];
  const guest = n % GUEST_EVERY === 0;
  return {
    id,
    userPrincipalName: guest ? `user${n}_partner.example#EXT#@${DOMAIN}` : `user${n}@${DOMAIN}`,
    displayName: `${givenName} ${surname}`,
    givenName,
    surname,
    mail: guest ? `user${n}@partner.example` : `user${n}@${DOMAIN}`,
    jobTitle: pick(jobTitles, 4),
    department: pick(departments, 6),
    employeeId: `E${String(n).padStart(6, '0')}`,
    preferredLanguage: languages[n % LANGUAGE_EVERY] ?? null,
    accountEnabled: n % DISABLED_EVERY !== 0,
    userType: guest ? 'Guest' : 'Member',
    isAdmin: n % ADMIN_EVERY === 0,
  };
}
