import type { Profile } from '../../../contract/profiles/schema.ts';
import type { ProfileContext } from './context.ts';
import { findProfile, readProfiles } from './read.ts';

/** How old a user's list of groups may be, in ms. A new member of a group gets its profile after that time at the latest. */
const GROUPS_AGE = 15 * 60_000;

/**
 * Returns the profile of an enrollment; null for none.
 * @param chosen a profile by id or name, null for none, undefined for no choice
 * @throws KeydeskError profile-not-found, graph-…
 */
export async function profileFor(
  context: ProfileContext,
  userId: string,
  chosen: string | null | undefined,
): Promise<Profile | null> {
  if (chosen === null) return null;
  if (chosen !== undefined) return findProfile(context, chosen);
  const profiles = await readProfiles(context);
  // A tenant without profiles for groups is not asked for the user's groups.
  if (profiles.some(({ groups }) => groups.length > 0)) {
    const own = await context.groupsOf(userId, GROUPS_AGE);
    const first = profiles.find(({ groups }) => groups.some(({ id }) => own.has(id)));
    if (first !== undefined) return first;
  }
  return profiles.find(({ isDefault }) => isDefault) ?? null;
}
