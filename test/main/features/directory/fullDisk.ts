/**
 * The directory's thread on a disk that is soon full. SQLite itself reports it, as if the system had run out of space.
 */

import { storageError } from '../../../../src/main/base/store/storageError.ts';
import { serve } from '../../../../src/main/base/threads/serve.ts';
import { type DirectoryCalls, directoryCalls } from '../../../../src/main/features/directory/database/calls.ts';
import { directoryFile, openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';

/** Pages of 4 KiB each, for some hundred users. */
const PAGES = 250;

serve<DirectoryCalls>(
  folder => {
    const database = openDirectoryDatabase(folder);
    database.exec(`PRAGMA max_page_count = ${PAGES}`);
    return directoryCalls(folder, database);
  },
  (folder, error) => storageError(directoryFile(folder), error),
);
