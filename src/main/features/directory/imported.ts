import type {
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

/** The directory of one tenant as it was imported: there without the network. */
export interface ImportedDirectory {
  state(): Promise<DirectoryState>;
  /** @throws KeydeskError not-connected */
  users(filter: UserFilter, offset: number, limit: number): Promise<UserRows>;
  /** All that a filter lets through now, in parts: each once, whatever an import changes meanwhile. */
  allUsers(filter: UserFilter): AsyncGenerator<UserRow[]>;
  /** By object id or user principal name; undefined for one who was not imported. */
  user(idOrUpn: string): Promise<UserRow | undefined>;
  groups(search: string, limit: number): Promise<GroupRow[]>;
  group(id: string): Promise<GroupRow | undefined>;
  /** Groups that hold the user, by any way in. */
  groupsOf(userId: string): Promise<GroupRow[]>;
  /** Those of some users, by object id, who are in a group by any way in. */
  membersAmong(group: string, userIds: readonly string[]): Promise<string[]>;
  imports(limit: number): Promise<ImportRecord[]>;
  /** Begins an import, or joins the one that runs; it stops when all who followed it have left. */
  import(full: boolean, signal: AbortSignal | undefined): Channel<ImportEvent>;
  /** Imports what changed with nobody looking. Never rejects. */
  importUnasked(): Promise<void>;
}

/** The imported directories of all tenants in a data folder. */
export interface ImportedDirectories {
  /** That of one tenant. @param activity where its imports are recorded */
  of(tenant: BoundTenant, activity: Pick<Activity, 'record'>): ImportedDirectory;
  /** Gives the directory of a tenant the name that the tenant has now. @throws KeydeskError as storageError.ts names it */
  rename(tenant: string): Promise<void>;
  /** Listens to every import that ends. */
  onImported(listener: () => void): () => void;
  /** Stops an import that runs; the next one goes on there. */
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
