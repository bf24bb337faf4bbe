/** The directory's thread: SQLite answers at once or not at all, and with a million users it may take a while. */
import { storageError } from '../../../base/store/storageError.ts';
import { serve } from '../../../base/threads/serve.ts';
import { type DirectoryCalls, directoryCalls } from './calls.ts';
import { directoryFile, openDirectoryDatabase } from './open.ts';

serve<DirectoryCalls>(
  folder => directoryCalls(folder, openDirectoryDatabase(folder)),
  (folder, error) => storageError(directoryFile(folder), error),
);
