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
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { type Actor, actingActor } from '../../base/actor.ts';
import { type Correlation, correlated } from '../../base/correlation.ts';
import type { Store } from '../../base/store/database.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { BoundTenant } from '../tenant/boundTenant.ts';
import { appendIn, type NewRow } from './append.ts';
import { headFile } from './head.ts';
import { exportLines, listEntries } from './query.ts';
import { openTextIndex } from './textIndex.ts';
import { verifyLog } from './verify.ts';
import { openWriter } from './writer.ts';

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

export interface ActivityParts {
  folder: string;
  store: Store;
  /** The user of this computer: the actor where no account is signed in, and in another tenant than the operation's. */
  osUser: Actor;
  log: (message: string) => void;
  clock?: () => Date;
}

export function openActivity(parts: ActivityParts): ActivityLog {
  const { folder, store, log, clock = () => new Date() } = parts;
  const head = headFile(folder);
  const writer = openWriter({ folder, version: store.version, flush: store.flush, head, log });
  const index = openTextIndex(folder, log);

  const note = () => {
    writer.note();
    index.follow();
  };

  const of = (place: EntryPlace): Activity => {
    const actorIn = (tenant: string | null): Actor =>
      actingActor() ?? (tenant === place.id ? place.signedIn() : null) ?? parts.osUser;
    const toRow = ({ kind, result = 'done', cause, user, key, facts, correlation, ...about }: NewEntry): NewRow => {
      const { id, requestIds } = correlation ?? correlated(present => present);
      const tenant = about.tenant ?? place.id;
      const actor = actorIn(tenant);
      return {
        at: clock().toISOString(),
        kind,
        result,
        actor_kind: actor.kind,
        actor: actor.name,
        tenant,
        user_id: user?.id ?? null,
        user_principal_name: user?.userPrincipalName ?? null,
        key_id: key?.id ?? null,
        key_aaguid: key?.aaguid ?? null,
        key_serial: key?.serial ?? null,
        cause: cause === undefined ? null : JSON.stringify(cause),
        correlation_id: id,
        request_ids: JSON.stringify(requestIds),
        facts: JSON.stringify(key?.product === undefined ? (facts ?? {}) : { ...facts, product: key.product }),
      };
    };
    const record = (entry: NewEntry) => {
      try {
        writer.append(toRow(entry));
        index.follow();
      } catch (error) {
        log(`activity: ${entry.kind} could not be recorded: ${String(error)}`);
      }
    };
    return {
      record,
      recordIn: (transaction, ...entries) => appendIn(transaction, entries.map(toRow)),
      during: (kind, work) =>
        correlated(async correlation => {
          const subject: Subject = {};
          try {
            const value = await work(subject);
            record({ ...subject, kind, correlation });
            return value;
          } catch (error) {
            record({ ...subject, kind, ...endedBadly(error), correlation });
            throw error;
          }
        }),
      note,
      // A person who has just done something finds it in the log.
      list: async query => {
        await writer.written();
        return listEntries(store.database, query);
      },
      verify: async noted => {
        await writer.written();
        return verifyLog(store.database, head, noted);
      },
      acceptHead: async seen => {
        const { head: end, failure } = await verifyLog(store.database, head, seen);
        if (failure === null) throw new KeydeskError('invalid-input', { detail: 'head-whole' });
        const { code, params } = failure;
        if (code !== 'activity-head-missing' && code !== 'activity-head-damaged') throw new KeydeskError(code, params);
        head.renew(end);
        record({ kind: 'activity-head-renewed', facts: { count: end.count, hash: end.hash, reason: code } });
        return end;
      },
      export: async function* (filter) {
        await writer.written();
        yield* exportLines(store.database, filter);
      },
    };
  };

  return {
    of,
    note,
    close: () => {
      index.close();
      return writer.close();
    },
  };
}

/** How work that threw ended. */
function endedBadly(error: unknown): { result: ActivityResult; cause: Failure } {
  return { result: resultOf(error), cause: toFailure(error) };
}

export function resultOf(error: unknown): ActivityResult {
  return hasCode(error, 'cancelled') ? 'cancelled' : 'failed';
}

/** A key as entries name it. */
export function keySubject(key: {
  summary: { id: string; serial?: string | undefined; product?: string | undefined };
  session: { info: { aaguid: string } };
}): NonNullable<Subject['key']> {
  const { id, serial, product } = key.summary;
  return { id, aaguid: key.session.info.aaguid, serial, product };
}
