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
  /** Entra has the passkey under this method id. */
  registered(id: string, methodId: string): Promise<void>;
  /** Ends a proven enrollment in one transaction with `within`, which writes its entry in the activity log. */
  finish(
    id: string,
    within: (transaction: Transaction) => Promise<void>,
    options?: { readonly recovered?: boolean },
  ): Promise<void>;
  /** Closes an entry that a person, or the right key, showed to be settled, in one transaction with `within`. */
  close(
    id: string,
    state: 'cleaned-up' | 'done',
    change: EntryChange,
    within: (transaction: Transaction) => Promise<void>,
  ): Promise<void>;
  /** Resolves when all that was written is on the disk: what a power cut must not make forgotten waits for it. */
  flush(): Promise<void>;
  /** Records an end that is not a good one. What cannot be written now is written later: see `owes`. Never rejects. */
  fail(
    id: string,
    state: 'cleaned-up' | 'needs-attention' | 'registered' | 'credential-created',
    failure: Failure,
    known?: EntryChange,
  ): Promise<void>;
  get(id: string): Promise<JournalEntry | undefined>;
  /** Entries of a user that recovery finished after their own run had ended badly: nobody has seen them succeed. */
  recovered(connection: string, userId: string): Promise<JournalEntry[]>;
  /**
   * Credentials that were registered for a user since a time, in ms since the epoch, and whose assignment still lives. Entra's own
   * list may not have them yet.
   */
  registeredSince(connection: string, userId: string, since: number): Promise<Uint8Array[]>;
  /** Whether another Keydesk is about to register a passkey for this user. */
  runsElsewhere(connection: string, userId: string): Promise<boolean>;
  /** Whether a credential belongs to another entry, in whatever state but cleaned up. */
  isOnRecord(credentialId: Uint8Array, exceptId: string): Promise<boolean>;
  /**
   * Entries that are not done or cleaned up and that no living Keydesk is working on, oldest first. Before it looks, it writes
   * what is owed.
   */
  abandoned(): Promise<JournalEntry[]>;
  /** Whether the end of an enrollment still cannot be written. Its entry is left alone until it is. */
  owes(): boolean;
  /** Takes an abandoned entry over as it was read; false when another Keydesk works on it, or has changed it since. */
  claim(entry: JournalEntry): Promise<boolean>;
  /**
   * Lets go of an entry whose work is over for now, so that a later recovery may take it up. Where that cannot be written, this
   * process takes it up all the same, and others once it has ended. Never rejects.
   */
  release(id: string): Promise<void>;
}

export function openJournal(
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
