import { existsSync } from 'node:fs';
import type { GroupRow, StoredState, UserFilter, UserRow } from '../../../contract/directory/schema.ts';
import { type Coverage, nothingCovered } from './database/coverage.ts';
import { directoryFile } from './database/open.ts';
import type { DirectoryThread } from './database/thread.ts';
import type { ImportFor, Imports } from './import/imports.ts';
import { type ImportedDirectory, nothingImported } from './imported.ts';

/** Number of users that an export reads at once. */
const PART = 1000;

interface ImportedContext {
  readonly folder: string;
  readonly thread: DirectoryThread;
  /** For numbers of all users, which take longer than a page of a list. */
  readonly counts: DirectoryThread;
  readonly imports: Imports;
}

/** Asks the thread for the rows of one tenant. Returns `empty` without starting the thread if nothing was ever imported. */
type Answer = <T>(empty: T, ask: (key: string) => Promise<T>) => Promise<T>;

/** Returns the imported directory of one tenant. */
export function importedOf({ folder, thread, counts, imports }: ImportedContext, wanted: ImportFor): ImportedDirectory {
  const { tenant } = wanted;
  const answer: Answer = async (empty, ask) =>
    tenant.id === null || !existsSync(directoryFile(folder)) ? empty : ask(tenant.id);
  return {
    state: async () => {
      const stored = await answer<StoredState>(nothingImported, key => thread.ask('state', key));
      const importing = imports.shared.running?.tenant.id === tenant.id;
      const failure = importing ? null : (stored.failure ?? imports.failureOf(tenant.id) ?? null);
      return { ...stored, failure, importing };
    },
    users: (filter, offset, limit) =>
      answer({ rows: [], total: 0, more: false, version: 0 }, key => thread.ask('page', key, filter, offset, limit)),
    allUsers: filter => allUsers(answer, thread, filter),
    user: idOrUpn => answer<UserRow | undefined>(undefined, key => thread.ask('user', key, idOrUpn)),
    usersNamed: names => answer<(UserRow | undefined)[]>([], key => thread.ask('usersNamed', key, names)),
    groups: (search, limit) => answer([], key => thread.ask('groups', key, search, limit)),
    group: id => answer<GroupRow | undefined>(undefined, key => thread.ask('group', key, id)),
    groupsOf: userId => answer([], key => thread.ask('groupsOf', key, userId)),
    membersAmong: (group, userIds) => answer([], key => thread.ask('membersAmong', key, group, userIds)),
    accountNews: () => answer([], key => thread.ask('accountNews', key)),
    departments: limit => answer([], key => counts.ask('departments', key, limit)),
    coverage: named => answer<Coverage>(nothingCovered, key => counts.ask('coverage', key, named)),
    imports: limit => answer([], key => thread.ask('imports', key, limit)),
    import: (full, signal) => imports.shared.follow(wanted, full, signal),
    importUnasked: () => imports.shared.run(wanted),
  };
}

async function* allUsers(answer: Answer, thread: DirectoryThread, filter: UserFilter): AsyncGenerator<UserRow[]> {
  const numbers = await answer(new Int32Array(), key => thread.ask('numbers', key, filter));
  for (let from = 0; from < numbers.length; from += PART) {
    const part = numbers.slice(from, from + PART);
    yield await answer([], key => thread.ask('byNumbers', key, part));
  }
}
