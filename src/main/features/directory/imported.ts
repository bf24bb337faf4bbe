import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
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
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Channel } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { type BoundTenant, idOf } from '../../services/tenant/boundTenant.ts';
import { directoryFile } from './database/open.ts';
import { directoryThread } from './database/thread.ts';
import { importDirectory } from './import/importer.ts';
import { SharedImport } from './import/sharedImport.ts';

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

export interface ImportedParts {
  folder: string;
  /** The code of the directory's thread, where it is not beside this file. */
  threadModule?: URL | undefined;
}

/** How long an import that is told to stop may take for it, in ms. */
const PATIENCE = 3000;
/** Users that an export reads together. */
const PART = 1000;

const here = new URL('./database/worker.ts', import.meta.url);

export function openImported(parts: ImportedParts): ImportedDirectories {
  const { folder } = parts;
  const threadModule = parts.threadModule ?? here;
  const thread = directoryThread(folder, threadModule);
  // Whoever searches while an import runs waits for no page to be written.
  const importThread = directoryThread(folder, threadModule);
  const listeners = new Set<() => void>();
  const running = new AbortController();
  /** What the last import of each tenant failed of: on a full disk it stands nowhere else. */
  const failed = new Map<string | null, Failure>();

  const shared = new SharedImport<ImportFor>(async ({ tenant, activity }, full, signal, tell) => {
    const stop = AbortSignal.any([signal, running.signal]);
    const importing = {
      folder,
      thread: importThread,
      // The first token may tell the tenant's id. Without it, pages could go to the tenant that the domain used to name. If there is no
      // token, no page arrives either, and the import reports why.
      tenant: async () => {
        const token = async () => tenant.tokens()({ fresh: false, signal: stop });
        // The first request fails for the same reason.
        await token().catch(() => undefined);
        return idOf(tenant);
      },
      delta: () => tenant.graph().delta,
    };
    const end = await importDirectory(importing, { full, signal: stop }, tell);
    const failure = end.kind === 'failed' ? end.failure : null;
    // One that fails over and over with nobody looking is one entry, not one every quarter of an hour.
    if (shared.followed || failure === null || failure.code !== failed.get(tenant.id)?.code) record(activity, end);
    if (failure === null || failure.code === 'import-running') failed.delete(tenant.id);
    else failed.set(tenant.id, failure);
    for (const listener of listeners) listener();
    return end;
  });

  const of = (tenant: BoundTenant, activity: Pick<Activity, 'record'>): ImportedDirectory => {
    /** Nobody who never imported anything waits for a thread. */
    const answer = async <T>(empty: T, ask: (key: string) => Promise<T>): Promise<T> =>
      tenant.id === null || !existsSync(directoryFile(folder)) ? empty : ask(tenant.id);
    const wanted = { tenant, activity };
    return {
      state: async () => {
        const stored = await answer<StoredState>(nothingImported, key => thread.ask('state', key));
        const importing = shared.running?.tenant.id === tenant.id;
        return { ...stored, failure: importing ? null : (stored.failure ?? failed.get(tenant.id) ?? null), importing };
      },
      users: (filter, offset, limit) =>
        answer({ rows: [], total: 0, more: false, version: 0 }, key => thread.ask('page', key, filter, offset, limit)),
      allUsers: async function* (filter) {
        const numbers = await answer(new Int32Array(), key => thread.ask('numbers', key, filter));
        for (let from = 0; from < numbers.length; from += PART) {
          const part = numbers.slice(from, from + PART);
          yield await answer([], key => thread.ask('byNumbers', key, part));
        }
      },
      user: idOrUpn => answer<UserRow | undefined>(undefined, key => thread.ask('user', key, idOrUpn)),
      groups: (search, limit) => answer([], key => thread.ask('groups', key, search, limit)),
      group: id => answer<GroupRow | undefined>(undefined, key => thread.ask('group', key, id)),
      groupsOf: userId => answer([], key => thread.ask('groupsOf', key, userId)),
      membersAmong: (group, userIds) => answer([], key => thread.ask('membersAmong', key, group, userIds)),
      imports: limit => answer([], key => thread.ask('imports', key, limit)),
      import: (full, signal) => shared.follow(wanted, full, signal),
      importUnasked: () => shared.run(wanted),
    };
  };

  return {
    of,
    rename: async tenant => {
      if (existsSync(directoryFile(folder))) await thread.ask('rename', tenant);
    },
    onImported: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      running.abort(new KeydeskError('cancelled'));
      // What was read is kept and noted, unless that takes longer than anybody waits for a window to close.
      await Promise.race([shared.idle(), delay(PATIENCE, undefined, { ref: false })]);
      await Promise.all([thread.close(), importThread.close()]);
    },
  };
}

/** For which tenant an import runs, and where it is recorded. */
interface ImportFor {
  readonly tenant: BoundTenant;
  readonly activity: Pick<Activity, 'record'>;
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

/** An import that found nothing new is no news. */
function record(activity: Pick<Activity, 'record'>, end: Awaited<ReturnType<typeof importDirectory>>): void {
  if (end.kind === 'failed') {
    if (end.failure.code === 'import-running') return;
    activity.record({ kind: 'directory-imported', result: 'failed', cause: end.failure, facts: { ...end.counts } });
    return;
  }
  const anything = Object.values(end.counts).some(count => count > 0);
  if (!anything) return;
  const result = end.kind === 'stopped' ? 'cancelled' : 'done';
  activity.record({ kind: 'directory-imported', result, facts: { ...end.counts } });
}
