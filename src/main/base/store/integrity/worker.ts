/** The thread that checks the record in the background, so that the core's thread and writers do not wait for it. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { serve } from '../../threads/serve.ts';
import { LOCK_WAIT } from '../openDatabase.ts';
import { storageError } from '../storageError.ts';
import { faultOf, tablesOf } from './check.ts';
import type { IntegrityCalls } from './watch.ts';

const fileIn = (folder: string) => join(folder, 'keydesk.db');

serve<IntegrityCalls>(
  folder => {
    const sqlite = new DatabaseSync(fileIn(folder), { readOnly: true, timeout: LOCK_WAIT });
    return { tables: () => tablesOf(sqlite), fault: table => faultOf(sqlite, table) ?? null };
  },
  (folder, error) => storageError(fileIn(folder), error),
);
