import { backup, DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { makePrivateFile } from '../../base/folder/privateFiles.ts';
import { LOCK_WAIT } from '../../base/store/openDatabase.ts';
import { withFile } from '../../base/store/storageError.ts';

/**
 * Number of pages per step: all of them. A copy in several steps starts again whenever another process writes in between, and would never
 * finish at a busy desk. In WAL mode writers can continue during the step.
 */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database that other processes write to, as it is at one moment, into a file that needs no -wal file. Then checks the copy: each
 * page and index, and the version.
 * @param version the version of this Keydesk's tables
 * @throws KeydeskError database-damaged if the source itself is damaged; as storageError.ts names it, with `source`; Error that describes
 * what is wrong with the copy alone
 */
export async function copyDatabase(source: string, copy: string, version: number): Promise<void> {
  makePrivateFile(copy);
  const sqlite = withFile(source, () => new DatabaseSync(source, { readOnly: true, timeout: LOCK_WAIT }));
  try {
    await backup(sqlite, copy, { rate: ALL_PAGES });
  } finally {
    sqlite.close();
  }
  const checked = await check(copy, true);
  if (checked.problem !== null) {
    // If the source is damaged, the copy is too. Check it, so that the error does not blame the target's disk.
    const { problem } = await check(source, false);
    if (problem !== null) throw new KeydeskError('database-damaged', { file: source }, { cause: problem });
    throw new Error(`the copy is damaged: ${checked.problem}`);
  }
  if (checked.version !== version) throw new Error(`the copy has version ${checked.version} instead of ${version}`);
}

interface Checked {
  readonly version: number;
  readonly problem: string | null;
}

/**
 * The check runs in a worker, because reading a million rows takes seconds. It is text, not a file, because it imports nothing of Keydesk.
 */
const checker = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { DatabaseSync } = require('node:sqlite');
  const { file, isCopy } = workerData;
  const sqlite = new DatabaseSync(file, { readOnly: !isCopy });
  if (isCopy) sqlite.exec('PRAGMA journal_mode = DELETE');
  const version = sqlite.prepare('PRAGMA user_version').get().user_version;
  const verdict = sqlite.prepare('PRAGMA integrity_check(1)').get().integrity_check;
  sqlite.close();
  parentPort.postMessage({ version, problem: verdict === 'ok' ? null : verdict });`;

function check(file: string, isCopy: boolean): Promise<Checked> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(checker, { eval: true, workerData: { file, isCopy } });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the check of the copy ended early')));
  });
}
