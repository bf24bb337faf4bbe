import { existsSync } from 'node:fs';
import type {
  DirectoryState,
  GroupRow,
  ImportEvent,
  ImportRecord,
  UserFilter,
  UserRow,
  UserRows,
} from '../../contract/directory.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { toFailure } from '../../contract/failure.ts';
import type { Activity } from '../activity/activity.ts';
import { type Connections, nameOfConnection } from '../connections.ts';
import { type Channel, telling } from '../stream.ts';
import { directoryFile } from './database/open.ts';
import { nothingCounted } from './database/tenantRow.ts';
import { directoryThread } from './database/thread.ts';
import { importDirectory } from './import/importer.ts';

/** The directory as it was imported: there without the network, for the connected tenant. */
export interface ImportedDirectory {
  state(): Promise<DirectoryState>;
  /** @throws KeydeskError not-connected */
  users(filter: UserFilter, offset: number, limit: number): Promise<UserRows>;
  /** By object id or user principal name; undefined for one who was not imported. */
  user(idOrUpn: string): Promise<UserRow | undefined>;
  groups(search: string, limit: number): Promise<GroupRow[]>;
  group(id: string): Promise<GroupRow | undefined>;
  /** Groups that hold the user, by any way in. */
  groupsOf(userId: string): Promise<GroupRow[]>;
  /** Those of some users, by object id, who are in a group by any way in. */
  membersAmong(group: string, userIds: readonly string[]): Promise<string[]>;
  imports(limit: number): Promise<ImportRecord[]>;
  /** Begins an import, or joins the one that runs; leaving the stream of the one who began stops it. */
  import(full: boolean, signal: AbortSignal | undefined): Channel<ImportEvent>;
  /** Listens to every import that ends. */
  onImported(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface ImportedParts {
  folder: string;
  connections: Connections;
  activity: Activity;
  /** The code of the directory's thread, where it is not beside this file. */
  threadModule?: URL | undefined;
}

const here = new URL('./database/worker.ts', import.meta.url);

export function openImported(parts: ImportedParts): ImportedDirectory {
  const { folder, connections, activity } = parts;
  const threadModule = parts.threadModule ?? here;
  const thread = directoryThread(folder, threadModule);
  // Whoever searches while an import runs waits for no page to be written.
  const importThread = directoryThread(folder, threadModule);
  const listeners = new Set<() => void>();
  const running = new AbortController();

  const tenant = () => {
    const name = nameOfConnection(connections.current());
    if (name === null) throw new KeydeskError('not-connected');
    return name;
  };
  /** Nobody who never imported anything waits for a thread. */
  const answer = async <T>(empty: T, ask: (key: string) => Promise<T>): Promise<T> => {
    const name = nameOfConnection(connections.current());
    return name === null || !existsSync(directoryFile(folder)) ? empty : ask(name);
  };

  const run = async (full: boolean, signal: AbortSignal, tell: (event: ImportEvent) => void) => {
    const importing = { folder, thread: importThread, tenant, delta: () => connections.graph().delta };
    const stop = AbortSignal.any([signal, running.signal]);
    const end = await importDirectory(importing, { full, signal: stop }, tell);
    record(activity, end);
    for (const listener of listeners) listener();
    return end;
  };

  return {
    state: () => answer(nothing, key => thread.ask('state', key)),
    users: (filter, offset, limit) =>
      answer({ rows: [], total: 0, more: false, version: 0 }, key => thread.ask('page', key, filter, offset, limit)),
    user: idOrUpn => answer<UserRow | undefined>(undefined, key => thread.ask('user', key, idOrUpn)),
    groups: (search, limit) => answer([], key => thread.ask('groups', key, search, limit)),
    group: id => answer<GroupRow | undefined>(undefined, key => thread.ask('group', key, id)),
    groupsOf: userId => answer([], key => thread.ask('groupsOf', key, userId)),
    membersAmong: (group, userIds) => answer([], key => thread.ask('membersAmong', key, group, userIds)),
    imports: limit => answer([], key => thread.ask('imports', key, limit)),
    import: (full, signal) =>
      telling<ImportEvent>(
        signal,
        (tell, stop) => run(full, stop, tell),
        error => ({ kind: 'failed', failure: toFailure(error), counts: nothingCounted }),
      ),
    onImported: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      running.abort(new KeydeskError('cancelled'));
      await Promise.all([thread.close(), importThread.close()]);
    },
  };
}

const nothing: DirectoryState = {
  usersAt: null,
  groupsAt: null,
  registrationsAt: null,
  users: 0,
  leftUsers: 0,
  unfinished: false,
  version: 0,
};

/** An import that found nothing new is no news. */
function record(activity: Activity, end: Awaited<ReturnType<typeof importDirectory>>): void {
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
