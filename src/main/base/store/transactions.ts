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
import type { Access } from './access.ts';
import type { RunStatement } from './nodeSqlite.ts';
import type { Schema } from './schema.ts';

/** A transaction that has the write lock. What must be written together asks for one, so that a bare database does not fit. */
export type Transaction = KyselyTransaction<Schema>;

/** The record of a data folder. Statements on it run on their own; what belongs together is one `write`. */
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
   * For work that changes something elsewhere, and whose entry in the log could not be written afterwards.
   * @throws KeydeskError database-newer when a newer Keydesk has migrated the database
   */
  refuseOutdated(): void {
    this.#access.refuseOutdated();
  }

  /**
   * Commits what `work` does, all or nothing. It has the write lock from the beginning, so what it reads stays true until then,
   * whatever other processes do. Its statements run one after the other: a second one beside the first, as `Promise.all` makes
   * it, is an error, and so is one after the end.
   * @throws KeydeskError as Access.write; errors of `work`
   */
  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    refuseInside();
    return this.#access.write(run => {
      const sequence = new Sequence(run);
      const executor = new DefaultQueryExecutor(
        this.#dialect.createQueryCompiler(),
        this.#dialect.createAdapter(),
        sequence,
      );
      const dialect = this.#dialect;
      const transaction = new KyselyTransaction<Schema>({
        config: { dialect },
        dialect,
        driver: this.#driver,
        executor,
      });
      return sequence.enclose(() => work(transaction));
    });
  }

  /** Resolves when no write of this process waits: whoever writes over another connection, again and again, lets them go first. */
  writesDone(): Promise<void> {
    return this.#access.idle();
  }

  /** Kysely's own transactions take the lock late, and let statements run after their end. */
  override transaction(): never {
    throw new Error('use write');
  }
}

/** The transaction that the work is in. */
const enclosing = new AsyncLocalStorage<Sequence>();

/** Anything but the transaction's own statements would wait for the end of the transaction, and so for itself. */
function refuseInside(): void {
  if (enclosing.getStore()?.isOpen) throw new Error('within a transaction only its own statements can run');
}

/** The statements of one transaction, which run one after the other and only until it ends. */
class Sequence implements ConnectionProvider {
  readonly #connection: DatabaseConnection;
  #state: 'free' | 'busy' | 'ended' = 'free';

  constructor(run: RunStatement) {
    this.#connection = connectionOf(async query => run(query));
  }

  get isOpen(): boolean {
    return this.#state !== 'ended';
  }

  /** Ends with `work`. @throws Error if a statement was not awaited */
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
      // It may have ended meanwhile, by a statement that was not awaited.
      if (this.isOpen) this.#state = 'free';
    }
  }
}

/** Kysely asks for a connection for each statement; Access gives turns, so there is nothing to acquire here. */
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
