import type { Profile, ProfileDraft } from '../../../contract/profiles/schema.ts';
import type { ProfileContext } from './context.ts';
import { changeProfile, createProfile, deleteProfile } from './edit.ts';
import { profileFor } from './profileFor.ts';
import { findProfile, lastUsed, readProfiles } from './read.ts';

/** The profiles of one tenant: named sets of what is done to a key. */
export interface Profiles {
  /** Returns all profiles, the oldest first. @throws KeydeskError profile-unreadable for settings of a later version */
  list(): Promise<Profile[]>;
  /** Returns a profile by its id or name. @throws KeydeskError profile-not-found */
  show(idOrName: string): Promise<Profile>;
  /** Creates a profile. @throws KeydeskError profile-name-taken, invalid-input for an unknown placeholder */
  create(draft: ProfileDraft): Promise<Profile>;
  /** Replaces all settings of a profile. @throws KeydeskError profile-not-found, profile-name-taken, invalid-input */
  change(id: string, draft: ProfileDraft): Promise<Profile>;
  /** Deletes a profile, and returns its id and name. @throws KeydeskError profile-not-found */
  delete(idOrName: string): Promise<{ id: string; name: string }>;
  /**
   * Returns the profile of an enrollment; null for none. Without a choice it is the first one with a group of the user, then the default.
   * @param chosen a profile by id or name, null for none, undefined for no choice
   * @throws KeydeskError profile-not-found, graph-…, if groups have profiles and cannot be read
   */
  forUser(userId: string, chosen: string | null | undefined): Promise<Profile | null>;
  /** Remembers the profile that a person chose, for the next enrollment of a window. Never rejects. */
  remember(profileId: string | null): Promise<void>;
  /** Returns the id of the profile that was remembered last, if it still exists. */
  last(): Promise<string | null>;
}

/** Creates the profiles of one tenant. */
export function createProfiles(context: ProfileContext): Profiles {
  const { documents, log } = context;
  return {
    list: () => readProfiles(context),
    show: idOrName => findProfile(context, idOrName),
    create: draft => createProfile(context, draft),
    change: (id, draft) => changeProfile(context, id, draft),
    delete: idOrName => deleteProfile(context, idOrName),
    forUser: (userId, chosen) => profileFor(context, userId, chosen),
    remember: async profileId => {
      await documents.keep(lastUsed, profileId).catch(error => log(`profiles: ${String(error)}`));
    },
    last: async () => {
      const id = (await documents.peek(lastUsed))?.value ?? null;
      return (await readProfiles(context)).some(profile => profile.id === id) ? id : null;
    },
  };
}
