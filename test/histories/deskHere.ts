import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type pg from 'pg';
import type { DeskHandle, DeskSource } from './deskHandle.ts';
import { answerOf, type DeskParts, openDeskParts, perform } from './deskParts.ts';
import { watchMoments } from './killPoints.ts';
import type { Answer, Question } from './messages.ts';

/** Stops the code of a desk that is dead. */
export class Dead extends Error {}

const byFolder = new Map<string, DeskHere>();
const byDatabase = new WeakMap<DatabaseSync, DeskHere | null>();
const byClient = new WeakMap<pg.Client, DeskHere | null>();
/** The desk that opens, and so makes connections, now. */
let isWatched = false;

function ownerOf(database: DatabaseSync): DeskHere | undefined {
  const known = byDatabase.get(database);
  if (known !== undefined) return known ?? undefined;
  const owner = byFolder.get(dirname(database.location() ?? ''));
  byDatabase.set(database, owner ?? null);
  owner?.databases.add(database);
  return owner;
}

function ownerOfClient(client: pg.Client): DeskHere | undefined {
  const known = byClient.get(client);
  if (known !== undefined) return known ?? undefined;
  const owner = [...byFolder.values()].find(({ port }) => port === client.port);
  byClient.set(client, owner ?? null);
  owner?.clients.add(client);
  return owner;
}

/**
 * A desk in the runner's process, which is many times quicker than one in a process of its own. When it is killed, its connections to both databases
 * end without a word, as those of a process do, and its code stops at its next statement.
 */
export class DeskHere implements DeskHandle {
  readonly databases = new Set<DatabaseSync>();
  readonly clients = new Set<pg.Client>();
  /** The port of the proxy through which it reaches the record. */
  port = 0;
  isAlive = true;
  killedAt: string | undefined;
  #left = Number.POSITIVE_INFINITY;
  #folder = '';
  #parts: DeskParts | undefined;
  #killed: ((answer: Answer) => void) | undefined;

  async ask(question: Question): Promise<Answer> {
    if (!this.isAlive) return { n: 0, code: 'killed' };
    const killed = new Promise<Answer>(resolve => {
      this.#killed = resolve;
    });
    return Promise.race([killed, this.#answer(question)]);
  }

  async #answer(question: Question): Promise<Answer> {
    try {
      return { n: 0, value: await this.#do(question) };
    } catch (error) {
      // The runner gets the answer of the kill.
      return this.isAlive ? answerOf(0, error) : new Promise<never>(() => undefined);
    } finally {
      this.#left = Number.POSITIVE_INFINITY;
    }
  }

  async #do(question: Question): Promise<string | undefined> {
    if (question.ask === 'open') {
      this.#folder = question.folder;
      this.port = question.port;
      byFolder.set(this.#folder, this);
      this.#parts = await openDeskParts(this.#folder, false);
      return undefined;
    }
    if (this.#parts === undefined) throw new Error('no desk is open');
    if (question.ask === 'close') {
      await this.#parts.close();
      this.#forget();
      return undefined;
    }
    if (question.ask === 'do' && question.killAt !== undefined) this.#left = question.killAt;
    return perform(this.#parts, question);
  }

  /** Returns whether the code of the desk must stop here. */
  isOverAt(name: string): boolean {
    if (this.isAlive && --this.#left === 0) {
      this.killedAt = name;
      this.#die();
    }
    return !this.isAlive;
  }

  async kill(): Promise<void> {
    this.#die();
  }

  #die(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#forget();
    // Open transactions are rolled back, as the next reader does for a process that is gone.
    for (const database of this.databases) if (database.isOpen) database.close();
    for (const client of this.clients) {
      const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
      stream.destroy();
    }
    const parts = this.#parts;
    // Their timers end. What they still write fails, because their connections are closed.
    void parts?.activity.close().catch(() => undefined);
    void parts?.record.close().catch(() => undefined);
    this.#killed?.({ n: 0, code: 'killed' });
  }

  #forget(): void {
    if (byFolder.get(this.#folder) === this) byFolder.delete(this.#folder);
  }
}

/** Returns the source of desks in this process. */
export function desksHere(): DeskSource {
  if (!isWatched) watch();
  isWatched = true;
  return { take: () => new DeskHere(), give: () => undefined, close: async () => undefined };
}

function watch(): void {
  watchMoments({
    sqlite: (database, name) => {
      if (ownerOf(database)?.isOverAt(name) === true) throw new Dead();
    },
    postgres: (client, name) =>
      ownerOfClient(client)?.isOverAt(name) === true ? new Promise<never>(() => undefined) : undefined,
  });
  process.on('unhandledRejection', error => {
    // What a dead desk had begun fails, and nobody waits for it.
    if (error instanceof Dead || /database is not open|statement has been finalized/.test(String(error))) return;
    throw error;
  });
}
