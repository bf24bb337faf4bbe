import type { JournalState } from '../../../contract/enrollment/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Store } from '../../base/store/database.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { EntryChange, JournalEntry, NewJournalEntry } from './journalEntry.ts';
import {
  entryOfCredential,
  hasLeftPin,
  isOnRecord,
  readEntry,
  recoveredEntries,
  registeredSince,
  runsElsewhere,
  unprovenEntries,
} from './journalReads.ts';
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
 * The record of every enrollment, written before each act that cannot be undone, so that Keydesk can finish or clean up after an
 * interruption at any point. Never contains PINs. Only the Keydesk that began or claimed an entry can change it: each change checks this,
 * and throws unfinished-in-use if another Keydesk has claimed the entry.
 */
export interface Journal {
  /** Writes a new entry, and returns its id. */
  begin(entry: NewJournalEntry): Promise<string>;
  /** Sets the state of an entry, and other columns. @throws KeydeskError unfinished-in-use */
  advance(id: string, state: JournalState, change?: EntryChange): Promise<void>;
  /** Records the method id of the passkey in Entra. @throws KeydeskError unfinished-in-use */
  registered(id: string, methodId: string): Promise<void>;
  /** Ends a proven enrollment in one transaction with `within`, which writes its entry in the activity log. */
  finish(
    id: string,
    within: (transaction: Transaction) => Promise<void>,
    options?: { readonly recovered?: boolean },
  ): Promise<void>;
  /** Closes an entry that needs no further work, in one transaction with `within`. @throws KeydeskError unfinished-in-use */
  close(
    id: string,
    state: 'cleaned-up' | 'done',
    change: EntryChange,
    within: (transaction: Transaction) => Promise<void>,
  ): Promise<void>;
  /** Resolves when all writes are on the disk. Call before an act that must not happen without its record. */
  flush(): Promise<void>;
  /** Records that an enrollment failed. If that cannot be written now, it is retried: see `owes`. Never rejects. */
  fail(
    id: string,
    state: 'cleaned-up' | 'needs-attention' | 'registered' | 'credential-created',
    failure: Failure,
    known?: EntryChange,
  ): Promise<void>;
  get(id: string): Promise<JournalEntry | undefined>;
  /** Returns the entries of a user that recovery finished after the enrollment had failed. No person has seen their success. */
  recovered(tenant: string, userId: string): Promise<JournalEntry[]>;
  /**
   * Returns the credentials that were registered for a user since a time, in ms since the epoch, and whose assignment is active. Entra's
   * own list may not have them yet.
   */
  registeredSince(tenant: string, userId: string, since: number): Promise<Uint8Array[]>;
  /** Returns whether another Keydesk is about to register a passkey for this user. */
  runsElsewhere(tenant: string, userId: string): Promise<boolean>;
  /** Returns the unfinished entries of a user whose passkey Entra has or may have, but that no key has proven. */
  unproven(tenant: string, userId: string): Promise<JournalEntry[]>;
  /** Returns the latest entry of a credential in a tenant; undefined if there is none. */
  ofCredential(tenant: string, credentialId: Uint8Array): Promise<JournalEntry | undefined>;
  /** Returns whether the latest enrollment on a key has set its PIN and did not end. */
  leftPin(identity: string): Promise<boolean>;
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

/** @param awaySince as SharedRecord.awaySince */
export function createJournal(
  { database, flush }: Store,
  instance: Instance,
  log: (message: string) => void = () => undefined,
  awaySince: () => number = () => 0,
): Journal {
  const context: JournalContext = { database, instance, log, awaySince, working: new Set(), owed: new Map() };
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
    recovered: (tenant, userId) => recoveredEntries(database, tenant, userId),
    registeredSince: (tenant, userId, since) => registeredSince(database, tenant, userId, since),
    runsElsewhere: (tenant, userId) => runsElsewhere(database, instance, tenant, userId),
    unproven: (tenant, userId) => unprovenEntries(database, tenant, userId),
    ofCredential: (tenant, credentialId) => entryOfCredential(database, tenant, credentialId),
    leftPin: identity => hasLeftPin(database, identity),
    isOnRecord: (credentialId, exceptId) => isOnRecord(database, credentialId, exceptId),
    owes: () => context.owed.size > 0,
    abandoned: () => abandonedEntries(context),
    claim: entry => claimEntry(context, entry),
    release: id => releaseEntry(context, id),
  };
}
