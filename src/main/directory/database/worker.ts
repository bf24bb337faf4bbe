/** The directory's thread: SQLite answers at once or not at all, and with a million users it may take a while. */
import { join } from 'node:path';
import { serve } from '../../threads/serve.ts';
import type { DirectoryCalls } from './calls.ts';
import { directoryFile, openDirectoryDatabase, storageError } from './open.ts';
import { DirectoryReader } from './reader.ts';
import { DirectoryWriter } from './writer.ts';

serve<DirectoryCalls>(open, (folder, error) => storageError(directoryFile(folder), error));

function open(folder: string): DirectoryCalls {
  const database = openDirectoryDatabase(folder);
  const reader = new DirectoryReader(database, join(folder, 'keydesk.db'));
  const writer = new DirectoryWriter(database);
  return {
    state: key => reader.state(key),
    page: (key, filter, offset, limit) => reader.page(key, filter, offset, limit),
    user: (key, idOrUpn) => reader.user(key, idOrUpn),
    groups: (key, search, limit) => reader.groups(key, search, limit),
    group: (key, id) => reader.group(key, id),
    groupsOf: (key, userId) => reader.groupsOf(key, userId),
    membersAmong: (key, group, userIds) => reader.membersAmong(key, group, userIds),
    imports: (key, limit) => reader.imports(key, limit),
    begin: (key, full) => writer.begin(key, full),
    write: (key, page, end) => writer.write(key, page, end),
    stop: (key, failure) => writer.stop(key, failure),
    restart: key => writer.restart(key),
    counts: running => writer.counts(running),
  };
}
