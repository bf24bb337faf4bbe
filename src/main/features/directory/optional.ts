import type { DirectoryState, GroupRow } from '../../../contract/directory/schema.ts';
import { type ImportedDirectory, nothingImported } from './imported.ts';
import { isLastingTrouble } from './trouble.ts';

/** What may be known of users and groups, for what can do without it. */
export interface OptionalDirectory extends Pick<ImportedDirectory, 'state' | 'user' | 'group'> {
  /**
   * Groups that hold the user. SECURITY: undefined if the directory cannot be read. An empty list would tell a policy that the user
   * is in no group.
   */
  groupsOf(userId: string): Promise<GroupRow[] | undefined>;
}

/**
 * Returns the imported directory for features that use it only if it is there: one that cannot be read counts as one that was never
 * imported, with a line in the log. It still waits for a lock, so that a busy moment skips no check.
 */
export function optionalDirectory(imported: OptionalDirectory, log: (message: string) => void): OptionalDirectory {
  let logged: string | undefined;
  const or = async <T>(empty: T, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (!isLastingTrouble(error)) throw error;
      // The same trouble at each of many questions is one line.
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
    groupsOf: userId => or(undefined, () => imported.groupsOf(userId)),
  };
}
