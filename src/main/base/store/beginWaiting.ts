import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { isBusy } from './storageError.ts';

/** How often to try again while another connection writes, in ms. */
const LOOK = 4;

/**
 * Begins a transaction with the write lock, over a connection with a busy timeout of 0. Waits without blocking the event loop while another connection
 * writes.
 * @param patience How long to wait, in ms
 * @throws errors of SQLite, also that of the lock after `patience`
 */
export async function beginWaiting(sqlite: DatabaseSync, patience = Number.POSITIVE_INFINITY): Promise<void> {
  for (const since = performance.now(); ; await delay(LOOK)) {
    try {
      return sqlite.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (!isBusy(error) || performance.now() - since >= patience) throw error;
    }
  }
}
