import type {
  Department,
  DirectoryState,
  GroupRow,
  ImportEvent,
  ImportRecord,
  StoredState,
  UserFilter,
  UserRow,
  UserRows,
} from '../../../contract/directory/schema.ts';
import type { Channel } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { AccountNews } from './database/accountNews.ts';
import type { Coverage } from './database/coverage.ts';

export type { AccountNews } from './database/accountNews.ts';
export type { Coverage } from './database/coverage.ts';

/** The imported directory of one tenant, which is available without the network. */
export interface ImportedDirectory {
  state(): Promise<DirectoryState>;
  /** Returns rows of users. @throws KeydeskError not-connected */
  users(filter: UserFilter, offset: number, limit: number): Promise<UserRows>;
  /** Returns all users that match a filter now, in parts, each user once, even if an import changes them in the meantime. */
  allUsers(filter: UserFilter): AsyncGenerator<UserRow[]>;
  /** Returns a user by object id or user principal name; undefined if the user was not imported. */
  user(idOrUpn: string): Promise<UserRow | undefined>;
  /** Returns the user of each object id or user principal name; undefined for those who were not imported. */
  usersNamed(names: readonly string[]): Promise<(UserRow | undefined)[]>;
  groups(search: string, limit: number): Promise<GroupRow[]>;
  group(id: string): Promise<GroupRow | undefined>;
  /** Returns the groups of a user, direct and indirect. */
  groupsOf(userId: string): Promise<GroupRow[]>;
  /** Returns which of these users, by object id, are in a group, directly or through other groups. */
  membersAmong(group: string, userIds: readonly string[]): Promise<string[]>;
  /** Returns users whose assignments have another name or another mark than the directory; some of them if there are many. */
  accountNews(): Promise<AccountNews[]>;
  /** Returns the departments of present users, those with the most users first. */
  departments(limit: number): Promise<Department[]>;
  /** Counts who should have a security key, and who has one. @param named object ids of groups that must be in the result */
  coverage(named: readonly string[]): Promise<Coverage>;
  imports(limit: number): Promise<ImportRecord[]>;
  /** Begins an import, or joins the running one. It stops when all followers have left. */
  import(full: boolean, signal: AbortSignal | undefined): Channel<ImportEvent>;
  /** Imports the changes automatically. Never rejects. */
  importUnasked(): Promise<void>;
}

/** The imported directories of all tenants in a data folder. */
export interface ImportedDirectories {
  /**
   * Returns the directory of one tenant.
   * @param activity the activity log for its imports
   * @param completed runs after each complete import, before its callers get the result
   */
  of(tenant: BoundTenant, activity: Pick<Activity, 'record'>, completed: () => Promise<void>): ImportedDirectory;
  /** Sets the current name of a tenant in its directory. @throws KeydeskError as storageError.ts names it */
  rename(tenant: string): Promise<void>;
  /** Calls the listener after every import. Returns a function that unsubscribes. */
  onImported(listener: () => void): () => void;
  /** Stops a running import. The next import continues it. */
  close(): Promise<void>;
}

export const nothingImported: StoredState = {
  usersAt: null,
  groupsAt: null,
  registrationsAt: null,
  users: 0,
  leftUsers: 0,
  unfinished: false,
  failure: null,
  refused: [],
  version: 0,
};
