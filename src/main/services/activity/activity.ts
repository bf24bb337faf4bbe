import type {
  ActivityFacts,
  ActivityFilter,
  ActivityHead,
  ActivityKind,
  ActivityPage,
  ActivityQuery,
  ActivityResult,
  ActivityVerification,
} from '../../../contract/activity/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { Correlation } from '../../base/correlation.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { BoundTenant } from '../tenant/boundTenant.ts';

/** Whom and what an entry is about, as far as it is known. Filled in while the work goes on. */
export interface Subject {
  user?: { id?: string | undefined; userPrincipalName?: string | undefined };
  /** `product` is kept among the facts: it is what a person calls the key, and identifies nothing. */
  key?: {
    id?: string | undefined;
    aaguid?: string | undefined;
    serial?: string | undefined;
    product?: string | undefined;
  };
  /** SECURITY: never a secret; the log is read by many and kept for good. */
  facts?: ActivityFacts;
  /** The tenant of what it is about, by its id, where that may be another one than the operation's. */
  tenant?: string;
}

export interface NewEntry extends Subject {
  readonly kind: ActivityKind;
  /** `done` without. */
  readonly result?: ActivityResult;
  readonly cause?: Failure;
  /** The work that runs, without. */
  readonly correlation?: Correlation;
}

/** Where an entry belongs: the tenant of the operation, and who is signed in there. */
export type EntryPlace = Pick<BoundTenant, 'id' | 'signedIn'>;

/** The log of every change, as one operation writes and reads it: its entries carry the operation's tenant. */
export interface Activity {
  /** Appends an entry. Neither throws nor waits: nobody's work fails or slows down for its record. */
  record(entry: NewEntry): void;
  /**
   * Appends entries in the transaction of the changes that they are about: after a crash both are there, or neither. Call `note`
   * once it is committed.
   */
  recordIn(transaction: Transaction, ...entries: readonly NewEntry[]): Promise<void>;
  /** Does a change and records how it ended; `subject` may be told more of on the way. */
  during<T>(kind: ActivityKind, work: (subject: Subject) => Promise<T>): Promise<T>;
  /** Notes where the log ends, after a thread or a transaction has appended to it (append.ts). */
  note(): void;
  list(query: ActivityQuery): Promise<ActivityPage>;
  verify(noted?: ActivityHead): Promise<ActivityVerification>;
  /**
   * Writes the head file again after a person has looked into why it is missing or damaged, and records that.
   * @param seen The head that `verify` showed to that person: the log must still have it
   * @throws KeydeskError activity-altered and the other findings of `verify`; invalid-input where the file is whole
   */
  acceptHead(seen: ActivityHead): Promise<ActivityHead>;
  /** JSON lines, oldest first, in parts of whole lines. */
  export(filter: ActivityFilter): AsyncGenerator<string>;
}

/** The log of a data folder: append-only, each entry sealed by a hash over itself and the one before. */
export interface ActivityLog {
  /** The log for the operations of one tenant. */
  of(place: EntryPlace): Activity;
  /** As `Activity.note`. */
  note(): void;
  /** Resolves when everything recorded is on the disk. @throws KeydeskError activity-unwritten */
  close(): Promise<void>;
}

/** Returns a key as entries name it. */
export function keySubject(key: {
  summary: { id: string; serial?: string | undefined; product?: string | undefined };
  session: { info: { aaguid: string } };
}): NonNullable<Subject['key']> {
  const { id, serial, product } = key.summary;
  return { id, aaguid: key.session.info.aaguid, serial, product };
}
