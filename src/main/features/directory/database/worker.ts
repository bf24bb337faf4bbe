/** The directory's thread. SQLite is synchronous, and with a million users a query may take a while. */
import { storageError } from '../../../base/store/storageError.ts';
import { serve } from '../../../base/threads/serve.ts';
import { type DirectoryCalls, directoryCalls } from './calls.ts';
import { directoryFile, openDirectoryDatabase } from './open.ts';

serve<DirectoryCalls>(
  folder => directoryCalls(folder, openDirectoryDatabase(folder)),
  (folder, error) => storageError(directoryFile(folder), error),
);
