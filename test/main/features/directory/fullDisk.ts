/** The directory's thread on a disk that is soon full: SQLite itself says so, as it does when the system lets it write no more. */

import { storageError } from '../../../../src/main/base/store/storageError.ts';
import { serve } from '../../../../src/main/base/threads/serve.ts';
import { type DirectoryCalls, directoryCalls } from '../../../../src/main/features/directory/database/calls.ts';
import { directoryFile, openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';

/** Of 4 KiB each; room for some hundred users. */
const PAGES = 250;

serve<DirectoryCalls>(
  folder => {
    const database = openDirectoryDatabase(folder);
    database.exec(`PRAGMA max_page_count = ${PAGES}`);
    return directoryCalls(folder, database);
  },
  (folder, error) => storageError(directoryFile(folder), error),
);
