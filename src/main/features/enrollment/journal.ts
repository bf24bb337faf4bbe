import type { JournalState } from '../../../contract/enrollment/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { EntryChange, JournalEntry, NewEntry } from './journalEntry.ts';
import { isOnRecord, readEntry, recoveredEntries, registeredSince, runsElsewhere } from './journalReads.ts';
import {
  abandonedEntries,
  beginEntry,
  claimEntry,
  closeEntry,
  failEntry,
  type JournalContext,
  releaseEntry,
  updateEntry,
} from './journalWrites.ts';

/**
 * The record of every enrollment, written ahead of each act that cannot be taken back, so that a cut at any point
 * leaves enough to finish or to clean up. PINs are never in it. An entry is changed only by the Keydesk that has begun or claimed
 * it: every change says so, and fails with unfinished-in-use where another one has taken the entry over.
 */
export interface Journal {
  /** Writes a new entry, and returns its id. */
  begin(entry: NewEntry): Promise<string>;
  /** Moves an entry to a state, with what became known. @throws KeydeskError unfinished-in-use */
  advance(id: string, state: JournalState, change?: EntryChange): Promise<void>;
  /** Records that Entra has the passkey under this method id. @throws KeydeskError unfinished-in-use */
  registered(id: string, methodId: string): Promise<void>;
  /** Ends a proven enrollment in one transaction with `within`, which writes its entry in the activity log. */
  finish(
    id: string,
    within: (transaction: Transaction) => Promise<void>,
    options?: { readonly recovered?: boolean },
  ): Promise<void>;
  /** Closes an entry for which nothing is left to do, in one transaction with `within`. @throws KeydeskError unfinished-in-use */
  close(
    id: string,
    state: 'cleaned-up' | 'done',
    change: EntryChange,
    within: (transaction: Transaction) => Promise<void>,
  ): Promise<void>;
  /** Resolves when everything written is on the disk. Call before an act that must not happen without its record. */
  flush(): Promise<void>;
  /** Records that an enrollment failed. If that cannot be written now, it is retried: see `owes`. Never rejects. */
  fail(
    id: string,
    state: 'cleaned-up' | 'needs-attention' | 'registered' | 'credential-created',
    failure: Failure,
    known?: EntryChange,
  ): Promise<void>;
  get(id: string): Promise<JournalEntry | undefined>;
  /** Returns the entries of a user that recovery finished after their own run had failed: nobody has seen them succeed. */
  recovered(connection: string, userId: string): Promise<JournalEntry[]>;
  /**
   * Returns the credentials that were registered for a user since a time, in ms since the epoch, and whose assignment is active. Entra's
   * own list may not have them yet.
   */
  registeredSince(connection: string, userId: string, since: number): Promise<Uint8Array[]>;
  /** Returns whether another Keydesk is about to register a passkey for this user. */
  runsElsewhere(connection: string, userId: string): Promise<boolean>;
  /** Returns whether a credential belongs to another entry that is not cleaned up. */
  isOnRecord(credentialId: Uint8Array, exceptId: string): Promise<boolean>;
  /**
   * Returns the entries that are not done or cleaned up and that no running Keydesk works on, oldest first. First retries the writes
   * that are owed.
   */
  abandoned(): Promise<JournalEntry[]>;
  /** Returns whether a failed enrollment could not be recorded yet. Its entry stays reserved until then. */
  owes(): boolean;
  /** Takes over an abandoned entry. Returns false if another Keydesk works on it, or has changed it since it was read. */
  claim(entry: JournalEntry): Promise<boolean>;
  /**
   * Releases an entry, so that a later recovery can claim it. If that cannot be written, this process can claim it anyway, and others can
   * after this one has ended. Never rejects.
   */
  release(id: string): Promise<void>;
}

export function createJournal(
  { database, flush }: Store,
  instance: Instance,
  log: (message: string) => void = () => undefined,
): Journal {
  const context: JournalContext = { database, instance, log, working: new Set(), owed: new Map() };
  return {
    begin: entry => beginEntry(context, entry),
    advance: (id, state, change = {}) => updateEntry(context, id, { ...change, state, error: null }),
    registered: (id, methodId) => updateEntry(context, id, { state: 'registered', error: null, method_id: methodId }),
    // The crash tests find this statement by its first column.
    finish: (id, within, { recovered = false } = {}) =>
      closeEntry(context, id, { recovered: recovered ? 1 : 0, state: 'done' }, within),
    close: (id, state, change, within) => closeEntry(context, id, { ...change, state }, within),
    flush,
    fail: (id, state, failure, known = {}) => failEntry(context, id, failure, { ...known, state }),
    get: id => readEntry(database, id),
    recovered: (connection, userId) => recoveredEntries(database, connection, userId),
    registeredSince: (connection, userId, since) => registeredSince(database, connection, userId, since),
    runsElsewhere: (connection, userId) => runsElsewhere(database, instance, connection, userId),
    isOnRecord: (credentialId, exceptId) => isOnRecord(database, credentialId, exceptId),
    owes: () => context.owed.size > 0,
    abandoned: () => abandonedEntries(context),
    claim: entry => claimEntry(context, entry),
    release: id => releaseEntry(context, id),
  };
}
