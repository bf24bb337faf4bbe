import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { Queue } from '../store/queue.ts';
import { catchUpInBulk, refill } from './bulk.ts';
import type { CapturedChanges } from './capture.ts';
import { connect, disconnect, type RecordClient, type RecordTarget, stillThere } from './connect.ts';
import { mayNoteDesk } from './desks.ts';
import { WRITE_LOCK } from './functions.ts';
import { lockHolder } from './lockHolder.ts';
import type { ChangesAnswer, MirrorConnection, Nothing } from './mirrorConnection.ts';
import { settleDesk } from './place.ts';
import { CLOCK, type RecordClock } from './recordClock.ts';
import { PRODUCT, SCHEMA } from './recordSchema.ts';
import { refuseSpoiled } from './rows.ts';
import type { MirrorState, RevisionId } from './state.ts';
import type { RecordTables } from './tables.ts';
import { isAway, recordError } from './trouble.ts';
import { type RecordVersions, refuseWriting, VERSIONS } from './versions.ts';

/** The right to write to the record: nobody else writes until it is released, and the mirror here is up to date. */
export interface Lease {
  /**
   * Records what the desk wrote. Resolves with the number and the id of the revision when it is committed.
   * @throws KeydeskError record-unconfirmed if nobody knows whether it was recorded; as recordError, if it was not
   */
  commit(changes: CapturedChanges): Promise<RevisionId>;
  /** Lets others write. Never rejects. */
  release(): Promise<void>;
}

export interface LinkOptions {
  readonly target: RecordTarget;
  readonly mirror: MirrorConnection;
  readonly tables: RecordTables;
  /** The version of the record's tables that this Keydesk writes. */
  readonly version: number;
  /** Gets the record's time with each answer. */
  readonly clock: RecordClock;
  readonly log: (message: string) => void;
  /** Called when a write failed because the record is away. The next sight of the record may be a moment later. */
  readonly onAway?: () => void;
}

/** Up to how many rows come in one answer. */
export const MOST = 5000;
/** How long a writer waits for the others, and how long the server lets it do nothing, as PostgreSQL writes it. */
const LOCK_WAIT = '10s';
const IDLE = '15s';
/** How long to look for the outcome of a commit whose answer was lost, in ms. */
const OUTCOME = 5000;
const AGAIN = 250;
/** How long a commit may take, in ms, and the slowest line for what it sends, in bytes for each ms. */
const COMMIT = 8000;
const SLOWEST = 20;
/** After which time without a statement a connection is asked whether it still works, in ms. */
const IDLE_LINK = 1000;
const UNDEFINED_COLUMN = '42703';
const LOCKED = '55P03';

/** One desk's way to write to the record. Its mirror follows before each write. */
export class RecordLink {
  readonly #options: LinkOptions;
  /** One lease at a time in this process. */
  readonly #turn = new Queue();
  #client: RecordClient | undefined;
  /** When the connection last answered, by the clock of this process. */
  #usedAt = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /**
   * Waits until no desk writes, and brings the mirror up to date.
   * @throws KeydeskError as recordError
   */
  lease(): Promise<Lease> {
    return new Promise((resolve, reject) => {
      void this.#turn.run(async () => {
        let released: () => void = () => undefined;
        const ended = new Promise<void>(end => {
          released = end;
        });
        try {
          const client = await this.#begin();
          resolve(this.#leaseOf(client, released));
        } catch (error) {
          reject(this.#failed(error));
          return;
        }
        await ended;
      });
    });
  }

  async close(): Promise<void> {
    await this.#turn.idle();
    await this.#drop();
  }

  #leaseOf(client: RecordClient, released: () => void): Lease {
    let isOpen = true;
    return {
      commit: async changes => {
        isOpen = false;
        try {
          return await this.#commit(client, changes);
        } catch (error) {
          throw this.#failed(error);
        }
      },
      release: async () => {
        // A client whose transaction cannot be rolled back is not used again, and the server rolls back.
        if (isOpen) await client.query('ROLLBACK').catch(() => this.#drop());
        isOpen = false;
        this.#usedAt = performance.now();
        released();
      },
    };
  }

  #failed(cause: unknown): unknown {
    const error = recordError(cause, this.#options.target.address);
    if (isAway(error) || hasCode(error, 'record-unconfirmed')) this.#options.onAway?.();
    return error;
  }

  #state(): MirrorState {
    const state = this.#options.mirror.state();
    if (state === undefined) throw new KeydeskError('record-changed', {});
    return state;
  }

  /** Begins a transaction that has the lock. A connection that was cut while it did nothing is replaced once: nothing is lost by that. */
  async #begin(): Promise<RecordClient> {
    const wasOpen = this.#client !== undefined;
    try {
      return await this.#beginOnce();
    } catch (error) {
      await this.#drop();
      if (!wasOpen || !isAway(recordError(error, this.#options.target.address))) throw error;
      return await this.#beginOnce();
    }
  }

  async #beginOnce(): Promise<RecordClient> {
    const client = await this.#connected();
    const { mirror, tables, version } = this.#options;
    for (;;) {
      const state = this.#state();
      const { changes, ...versions } = await this.#locked(client, state);
      refuseRewound(state, changes);
      refuseWriting(versions, version);
      if (state.version !== version) {
        await client.query('ROLLBACK');
        await refill(client, mirror, tables.shared, version);
        continue;
      }
      if (changes.head === state.revision) return client;
      if ('rows' in changes) {
        await mirror.take(changes);
        return client;
      }
      await client.query('ROLLBACK');
      await catchUpInBulk(client, mirror, tables.shared);
    }
  }

  /** One round trip: begins, waits for the lock, and reads what is new. Nobody upgrades the record while this desk has the lock. */
  async #locked(
    client: RecordClient,
    { revision: since, desk }: Pick<MirrorState, 'revision' | 'desk'>,
  ): Promise<RecordVersions & { changes: ChangesAnswer | Nothing }> {
    const asked = client.query(
      `BEGIN;
       SET LOCAL lock_timeout = '${LOCK_WAIT}'; SET LOCAL idle_in_transaction_session_timeout = '${IDLE}';
       SELECT pg_advisory_xact_lock${WRITE_LOCK};
       SELECT ${SCHEMA}.changes(${since}, ${MOST}, '${desk}') AS changes, ${VERSIONS}, ${CLOCK} FROM ${SCHEMA}.record`,
    );
    const results = (await asked.catch((error: unknown) => this.#held(client, error))) as unknown as pg.QueryResult<
      RecordVersions & { changes: ChangesAnswer | Nothing; clock: number }
    >[];
    const found = results.at(-1)?.rows[0];
    if (found === undefined) throw new Error('the record answered nothing');
    this.#options.clock.saw(found.clock);
    return found;
  }

  /** @throws KeydeskError record-busy, with the role that has the lock. It may be one that has no business to write, because every role may take it */
  async #held(client: RecordClient, error: unknown): Promise<never> {
    if (!(error instanceof pg.DatabaseError && error.code === LOCKED)) throw error;
    await client.query('ROLLBACK');
    const role = await lockHolder(client);
    throw new KeydeskError('record-busy', { host: this.#options.target.address.host, role }, { cause: error });
  }

  async #commit(client: RecordClient, { shared, own }: CapturedChanges): Promise<RevisionId> {
    const { target } = this.#options;
    const state = this.#state();
    const next = state.revision + 1;
    const id = randomUUID();
    const [recorded, kept] = [shared, own].map(changes => `${pg.escapeLiteral(JSON.stringify(changes))}::json`);
    const text = `SELECT ${SCHEMA}.record(${next}, '${id}', '${state.desk}', ${recorded}, ${kept}); COMMIT`;
    const commit = { text, query_timeout: COMMIT + text.length / SLOWEST };
    try {
      await client.query(commit);
      return [next, id];
    } catch (cause) {
      await this.#drop();
      const error = recordError(cause, target.address);
      // An error that the server answered with is certain. A lost answer is not.
      if (!isAway(error) || (await this.#outcome(id)) === 'lost') throw error;
      return [next, id];
    }
  }

  /** Finds out whether a transaction was committed. The lock is free only when the server has ended it. @throws KeydeskError record-unconfirmed */
  async #outcome(id: string): Promise<'committed' | 'lost'> {
    const { address } = this.#options.target;
    let cause: unknown;
    for (const since = performance.now(); performance.now() - since < OUTCOME; await delay(AGAIN)) {
      try {
        const client = await this.#connected();
        await client.query(`BEGIN; SET LOCAL lock_timeout = '2s'; SELECT pg_advisory_xact_lock${WRITE_LOCK}`);
        const { rowCount } = await client.query(`SELECT 1 FROM ${SCHEMA}.revision WHERE id = $1`, [id]);
        await client.query('ROLLBACK');
        return rowCount === 1 ? 'committed' : 'lost';
      } catch (error) {
        // Whatever keeps the desk from looking, a refused sign-in too, it says nothing about the transaction.
        cause = error;
        await this.#drop();
      }
    }
    throw new KeydeskError('record-unconfirmed', { host: address.host }, { cause });
  }

  async #connected(): Promise<RecordClient> {
    if (this.#client !== undefined) {
      if (performance.now() - this.#usedAt > IDLE_LINK) await stillThere(this.#client);
      return this.#client;
    }
    const { target, mirror } = this.#options;
    const client = await connect(target, lost => {
      if (this.#client === lost) this.#client = undefined;
    });
    try {
      await checkRecord(client, mirror.state()?.record);
      await settleDesk(client, mirror, await mayNoteDesk(client));
    } catch (error) {
      await disconnect(client);
      throw error;
    }
    this.#client = client;
    this.#usedAt = performance.now();
    return client;
  }

  async #drop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client !== undefined) await disconnect(client);
  }
}

/**
 * Refuses a record that has not what this desk has seen: it was restored from a backup, or a replica without the last transactions took over. What the desk
 * has would be overwritten otherwise.
 * @throws KeydeskError record-rewound, record-spoiled
 */
export function refuseRewound(
  { revision, revisionId }: Pick<MirrorState, 'revision' | 'revisionId'>,
  { head, at }: Pick<Nothing, 'head' | 'at'>,
): void {
  refuseSpoiled({ head, numbers: {} });
  const isKnown = head >= revision && (revisionId === undefined || at === revisionId);
  if (!isKnown) throw new KeydeskError('record-rewound', { revision: head, mirror: revision });
}

/**
 * Checks that the database holds the record that this desk is a part of.
 * @throws KeydeskError record-foreign, record-other; errors of PostgreSQL
 */
export async function checkRecord(client: RecordClient, expected: string | undefined): Promise<void> {
  const { id } = await readRecord(client);
  if (id !== expected) throw new KeydeskError('record-other', {});
}

/** Reads which record a database holds. @throws KeydeskError record-foreign; errors of PostgreSQL */
export async function readRecord(client: RecordClient): Promise<RecordVersions & { id: string }> {
  const { rows } = await client
    .query<RecordVersions & { id: string }>(`SELECT id, ${VERSIONS} FROM ${SCHEMA}.record WHERE product = $1`, [
      PRODUCT,
    ])
    .catch((error: unknown) => {
      // A table of this name with other columns belongs to somebody else.
      if (error instanceof pg.DatabaseError && error.code === UNDEFINED_COLUMN)
        throw new KeydeskError('record-foreign', {});
      throw error;
    });
  const found = rows[0];
  if (found === undefined) throw new KeydeskError('record-foreign', {});
  return found;
}
