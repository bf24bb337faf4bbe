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

/** The subject of an entry, as far as it is known. It is filled in while the operation runs. */
export interface LogSubject {
  user?: { id?: string | undefined; userPrincipalName?: string | undefined };
  /** `product` is stored in the facts: it is the product name of the key, and identifies nothing. */
  key?: {
    id?: string | undefined;
    aaguid?: string | undefined;
    serial?: string | undefined;
    product?: string | undefined;
  };
  /** SECURITY: never contains a secret; many people read the log, and it is never deleted. */
  facts?: ActivityFacts;
  /** The id of the subject's tenant, if it may differ from the operation's tenant. */
  tenant?: string;
}

export interface NewLogEntry extends LogSubject {
  readonly kind: ActivityKind;
  /** Default: `done`. */
  readonly result?: ActivityResult;
  readonly cause?: Failure;
  /** Default: the correlation of the running operation. */
  readonly correlation?: Correlation;
}

/** The tenant of an entry's operation, and the account that is signed in there. */
export type EntryPlace = Pick<BoundTenant, 'id' | 'signedIn'>;

/** The activity log for one operation. Its entries get the operation's tenant. */
export interface Activity {
  /** Appends an entry. It never throws or waits, so that no operation fails or slows down because of its log entry. */
  record(entry: NewLogEntry): void;
  /**
   * Appends entries in the transaction of the changes that they describe: after a crash either both exist, or neither.
   * Call `note` after the commit.
   */
  recordIn(transaction: Transaction, ...entries: readonly NewLogEntry[]): Promise<void>;
  /** Runs a change, and records its result. `work` may add details to `subject` while it runs. */
  during<T>(kind: ActivityKind, work: (subject: LogSubject) => Promise<T>): Promise<T>;
  /** Writes the end of the log to the head file after a thread or a transaction has appended entries (append.ts). */
  note(): void;
  list(query: ActivityQuery): Promise<ActivityPage>;
  verify(noted?: ActivityHead): Promise<ActivityVerification>;
  /**
   * Writes the head file again after a person has checked why it is missing or damaged, and records that.
   * @param seen The head that `verify` showed to that person: the log must still contain it
   * @throws KeydeskError activity-altered and the other findings of `verify`; invalid-input if the head file is intact
   */
  acceptHead(seen: ActivityHead): Promise<ActivityHead>;
  /** Returns JSON lines, oldest first, in parts of complete lines. */
  export(filter: ActivityFilter): AsyncGenerator<string>;
}

/**
 * The log of a data folder. It is append-only, and the hash of each entry covers the entry and the hash of the one
 * before.
 */
export interface ActivityLog {
  /** Returns the log for the operations of one tenant. */
  of(place: EntryPlace): Activity;
  /** Same as `Activity.note`. */
  note(): void;
  /** Resolves when the entries are written, or after a second if another program keeps the database. Never rejects. */
  written(): Promise<void>;
  /** Resolves when everything recorded is on the disk. @throws KeydeskError activity-unwritten */
  close(): Promise<void>;
}

/** Returns a key in the form that entries use. */
export function keySubject(key: {
  summary: { id: string; serial?: string | undefined; product?: string | undefined };
  session: { info: { aaguid: string } };
}): NonNullable<LogSubject['key']> {
  const { id, serial, product } = key.summary;
  return { id, aaguid: key.session.info.aaguid, serial, product };
}
