import { backup, DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { makePrivateFile } from '../../base/folder/privateFiles.ts';
import { LOCK_WAIT } from '../../base/store/openDatabase.ts';
import { withFile } from '../../base/store/storageError.ts';

/**
 * Pages in one step: all of them. A copy in several steps begins again whenever another process writes in between, and would not
 * end at a busy desk. In WAL mode writers go on meanwhile.
 */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database that others go on writing to, as it is at one moment, into a file that needs no -wal file. Then checks the copy:
 * each page and index, and the version.
 * @param version The version that the tables of this Keydesk have
 * @throws KeydeskError database-damaged where the source itself is; as storageError.ts names it, with `source`; Error that says what is
 * wrong with the copy alone
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
    // A copy is as damaged as what it was made of: it must not be the target's disk that is blamed.
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

/** Reading a million rows takes seconds, so it is done beside the event loop. It needs nothing of Keydesk, and so no file of its own. */
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
