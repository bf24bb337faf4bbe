import type { DirectoryState, GroupRow } from '../../../contract/directory/schema.ts';
import { type ImportedDirectory, nothingImported } from './imported.ts';
import { isLastingTrouble } from './trouble.ts';

/** The imported directory, for features that work without it too. */
export interface OptionalDirectory extends Pick<ImportedDirectory, 'state' | 'user' | 'group'> {
  /**
   * Returns the groups of a user. SECURITY: undefined if the directory cannot be read. An empty list would tell a policy that the user is
   * in no group.
   */
  groupsOf(userId: string): Promise<GroupRow[] | undefined>;
  /** Returns which of these users are in a group. SECURITY: undefined if the directory cannot be read or has no groups. */
  membersAmong(group: string, userIds: readonly string[]): Promise<readonly string[] | undefined>;
}

/**
 * Returns the imported directory for features that use it only if it is available. An unreadable directory counts as one that was never
 * imported, and is logged. A locked one is waited for, so that no check is skipped.
 */
export function optionalDirectory(imported: OptionalDirectory, log: (message: string) => void): OptionalDirectory {
  let logged: string | undefined;
  const or = async <T>(empty: T, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (!isLastingTrouble(error)) throw error;
      // Logs the same error of many queries once.
      if (logged !== String(error)) log(`imported directory: ${String(error)}; Keydesk goes on without it`);
      logged = String(error);
      return empty;
    }
  };
  const none: DirectoryState = { ...nothingImported, importing: false };
  return {
    state: () => or(none, imported.state),
    user: idOrUpn => or(undefined, () => imported.user(idOrUpn)),
    group: id => or(undefined, () => imported.group(id)),
    membersAmong: (group, userIds) =>
      or(undefined, async () =>
        (await imported.state()).groupsAt === null ? undefined : imported.membersAmong(group, userIds),
      ),
    groupsOf: userId => or(undefined, () => imported.groupsOf(userId)),
  };
}
