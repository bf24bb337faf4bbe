import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DeskTables } from './desk.ts';
import { DirectoryReader } from './reader.ts';
import { DirectoryWriter } from './writer.ts';

/** The calls of the directory's thread: the methods of its reader and its writer. */
export type DirectoryCalls = Pick<
  DirectoryReader,
  | 'state'
  | 'page'
  | 'numbers'
  | 'byNumbers'
  | 'user'
  | 'usersNamed'
  | 'groups'
  | 'group'
  | 'groupsOf'
  | 'membersAmong'
  | 'imports'
  | 'accountNews'
  | 'departments'
  | 'coverage'
> &
  Pick<DirectoryWriter, 'rename' | 'begin' | 'write' | 'stop' | 'restart' | 'skip' | 'counts'>;

/** Returns the handlers of the calls, for the open directory of a data folder. */
export function directoryCalls(folder: string, database: DatabaseSync): DirectoryCalls {
  const desk = new DeskTables(database, join(folder, 'keydesk.db'));
  const reader = new DirectoryReader(database, desk);
  const writer = new DirectoryWriter(database, desk);
  return {
    state: key => reader.state(key),
    page: (key, filter, offset, limit) => reader.page(key, filter, offset, limit),
    numbers: (key, filter) => reader.numbers(key, filter),
    byNumbers: (key, numbers) => reader.byNumbers(key, numbers),
    user: (key, idOrUpn) => reader.user(key, idOrUpn),
    usersNamed: (key, names) => reader.usersNamed(key, names),
    groups: (key, search, limit) => reader.groups(key, search, limit),
    group: (key, id) => reader.group(key, id),
    groupsOf: (key, userId) => reader.groupsOf(key, userId),
    membersAmong: (key, group, userIds) => reader.membersAmong(key, group, userIds),
    departments: (key, limit) => reader.departments(key, limit),
    coverage: (key, named) => reader.coverage(key, named),
    imports: (key, limit) => reader.imports(key, limit),
    accountNews: key => reader.accountNews(key),
    rename: key => writer.rename(key),
    begin: (key, full) => writer.begin(key, full),
    write: (key, page, end) => writer.write(key, page, end),
    stop: (key, failure) => writer.stop(key, failure),
    restart: (key, phase, union) => writer.restart(key, phase, union),
    skip: (key, phase, failure) => writer.skip(key, phase, failure),
    counts: running => writer.counts(running),
  };
}
