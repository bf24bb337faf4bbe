import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  Transaction as KyselyTransaction,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { RecordBridge } from '../record/bridge.ts';
import type { Access, SharedRecord } from './access.ts';
import type { RunStatement } from './nodeSqlite.ts';
import type { Schema } from './schema.ts';

/**
 * A transaction that has the write lock. Functions that must write together require this type, so that nobody can pass
 * a plain `Database`.
 */
export class Transaction extends KyselyTransaction<Schema> {
  /** The time of shared rows, in ms since the epoch. */
  readonly now: () => number;

  constructor(config: ConstructorParameters<typeof KyselyTransaction<Schema>>[0], now: () => number) {
    super(config);
    this.now = now;
  }
}

/** Something that writes to shared tables, and knows their time. A desk's own clock may be wrong by hours. */
export type Timed = Kysely<Schema> & Pick<Transaction, 'now'>;

/** Returns the time of shared rows, as ISO 8601 in UTC. */
export function isoNow({ now }: Pick<Transaction, 'now'>): string {
  return new Date(now()).toISOString();
}

/** The record of a data folder. Each statement runs on its own. Use `write` for statements that belong together. */
export class Database extends Kysely<Schema> {
  readonly #access: Access;
  readonly #dialect: Dialect;
  readonly #driver: Driver;

  constructor(access: Access) {
    const driver = driverOf(access);
    const dialect: Dialect = {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: database => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    };
    super({ dialect });
    this.#access = access;
    this.#dialect = dialect;
    this.#driver = driver;
  }

  /**
   * Checks that this Keydesk can still write to the database. Call before work that changes something outside, because
   * its entry in the activity log could not be written afterwards.
   * @throws KeydeskError database-newer if a newer Keydesk has migrated the database
   */
  refuseOutdated(): void {
    this.#access.refuseOutdated();
  }

  /**
   * Runs `work` in a transaction: commits all of it, or nothing. It has the write lock from the beginning, so no other
   * process changes what it reads before the commit. Statements must run one after the other: concurrent statements, as
   * with `Promise.all`, throw an error, and so do statements after the end.
   * @throws KeydeskError as Access.write; errors of `work`
   */
  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    refuseInside();
    return this.#access.write(run => this.#enclose(run, work));
  }

  /**
   * Does the same for tables that belong to this desk alone, also while a shared record is away.
   * @throws KeydeskError as Access.writeHere; errors of `work`
   */
  async writeHere<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    refuseInside();
    return this.#access.writeHere(run => this.#enclose(run, work));
  }

  /** Returns the time of shared rows, in ms since the epoch: that of the record's clock, or of this computer's if the record is here. */
  readonly now = (): number => this.#access.now();

  /** From now on, writes go to this record first, because the database is its mirror. */
  share(record: SharedRecord): void {
    this.#access.share(record);
  }

  /** From now on, writes stay in this database. */
  unshare(): void {
    this.#access.share(undefined);
  }

  /** Returns the way to the shared record for a new thread; undefined if there is none. */
  readonly bridge = (): RecordBridge | undefined => this.#access.bridge();

  /** Whether this database is the mirror of a record that several desks share. */
  get isShared(): boolean {
    return this.#access.isShared;
  }

  #enclose<T>(run: RunStatement, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const sequence = new Sequence(run);
    const dialect = this.#dialect;
    const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), sequence);
    const config = { config: { dialect }, dialect, driver: this.#driver, executor };
    return sequence.enclose(() => work(new Transaction(config, this.now)));
  }

  /**
   * Resolves when no write of this process is waiting. Code that writes again and again over another connection waits
   * for this.
   */
  writesDone(): Promise<void> {
    return this.#access.idle();
  }

  /** Refuses: Kysely's own transactions take the lock late, and allow statements after their end. */
  override transaction(): never {
    throw new Error('use write');
  }
}

/** The transaction of the current asynchronous context. */
const enclosing = new AsyncLocalStorage<Sequence>();

/** Throws inside a transaction: other statements would wait for the end of the transaction, and so for themselves. */
function refuseInside(): void {
  if (enclosing.getStore()?.isOpen) throw new Error('within a transaction only its own statements can run');
}

/** The statements of one transaction. They run one after the other, and only until it ends. */
class Sequence implements ConnectionProvider {
  readonly #connection: DatabaseConnection;
  #state: 'free' | 'busy' | 'ended' = 'free';

  constructor(run: RunStatement) {
    this.#connection = connectionOf(async query => run(query));
  }

  get isOpen(): boolean {
    return this.#state !== 'ended';
  }

  /** Runs `work`, and ends the transaction with it. @throws Error if a statement was not awaited */
  async enclose<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await enclosing.run(this, work);
      if (this.#state === 'busy') throw new Error('a statement of the transaction was not awaited');
      return result;
    } finally {
      this.#state = 'ended';
    }
  }

  async provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    if (this.#state === 'ended') throw new Error('the transaction has ended');
    if (this.#state === 'busy') throw new Error('the statements of a transaction run one after the other');
    this.#state = 'busy';
    try {
      return await consumer(this.#connection);
    } finally {
      // A statement that was not awaited may end after the transaction.
      if (this.isOpen) this.#state = 'free';
    }
  }
}

/**
 * Returns a driver without a pool. Kysely acquires a connection for each statement, but `Access` queues the statements
 * itself.
 */
function driverOf(access: Access): Driver {
  const connection = connectionOf(query => {
    refuseInside();
    return access.execute(query);
  });
  const refuse = async () => {
    throw new Error('use write');
  };
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => undefined,
  };
}

function connectionOf(
  execute: (query: Parameters<Access['execute']>[0]) => Promise<QueryResult<never>>,
): DatabaseConnection {
  return {
    executeQuery: execute,
    streamQuery: () => {
      throw new Error('rows are read page by page');
    },
  };
}
