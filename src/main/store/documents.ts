import type { ZodType } from 'zod';
import type { Store } from './database.ts';

/** A kept answer and when it was fetched, in milliseconds since the epoch. */
export interface Kept<T> {
  readonly value: T;
  readonly fetchedAt: number;
}

/** A piece of Graph that is asked for rarely and needed often. */
export interface Document<T> {
  readonly name: string;
  readonly schema: ZodType<T>;
  fetch(signal: AbortSignal): Promise<T>;
}

/** Small answers of Graph's, kept in the store for the next time and for when there is no network. */
export interface Documents {
  /** The kept one, of whatever age. */
  peek<T>(document: Pick<Document<T>, 'name' | 'schema'>): Promise<Kept<T> | undefined>;
  /** The kept one where it is younger than `maxAge`, in ms; else a new one. Two that ask at once share one request. */
  get<T>(document: Document<T>, maxAge: number): Promise<Kept<T>>;
  /** Keeps what came by another way. */
  keep<T>(document: Pick<Document<T>, 'name'>, value: T): Promise<Kept<T>>;
  /** Ends what is under way and waits for it. */
  close(): Promise<void>;
}

/**
 * Whether something is younger than `maxAge`, all in ms. A time in the future, which a clock that was wrong once leaves behind, is
 * not young: nobody knows how old it is.
 */
export function isYounger(since: number, now: number, maxAge: number): boolean {
  return since <= now && now - since < maxAge;
}

/** Nobody waits longer for an answer that only foretells another one, in ms. */
const PATIENCE = 8000;

export function openDocuments(
  { database }: Store,
  connection: () => string,
  clock: () => number = Date.now,
): Documents {
  const known = new Map<string, Kept<unknown>>();
  const running = new Map<string, Promise<Kept<unknown>>>();
  const end = new AbortController();
  const keyOf = ({ name }: { name: string }) => JSON.stringify([connection(), name]);

  const stored = async <T>({ name, schema }: Pick<Document<T>, 'name' | 'schema'>): Promise<Kept<T> | undefined> => {
    const row = await database
      .selectFrom('document')
      .selectAll()
      .where('connection', '=', connection())
      .where('name', '=', name)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    try {
      return { value: schema.parse(JSON.parse(row.json)), fetchedAt: Date.parse(row.fetched_at) };
    } catch {
      // Of another version, or damaged: it can be had again.
      return undefined;
    }
  };

  const peek = async <T>(document: Pick<Document<T>, 'name' | 'schema'>) => {
    const key = keyOf(document);
    const kept = (known.get(key) as Kept<T> | undefined) ?? (await stored(document));
    if (kept !== undefined) known.set(key, kept);
    return kept;
  };

  const keep = async <T>(name: string, of: string, value: T): Promise<Kept<T>> => {
    const kept = { value, fetchedAt: clock() };
    known.set(JSON.stringify([of, name]), kept);
    const row = { json: JSON.stringify(value), fetched_at: new Date(kept.fetchedAt).toISOString() };
    await database
      .insertInto('document')
      .values({ connection: of, name, ...row })
      .onConflict(conflict => conflict.columns(['connection', 'name']).doUpdateSet(row))
      .execute();
    return kept;
  };

  const fetchAnew = async <T>(document: Document<T>): Promise<Kept<T>> => {
    // The connection may be another one when the answer comes.
    const of = connection();
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(PATIENCE)]);
    return keep(document.name, of, await document.fetch(signal));
  };

  return {
    peek,
    get: async <T>(document: Document<T>, maxAge: number) => {
      const kept = await peek(document);
      if (kept !== undefined && isYounger(kept.fetchedAt, clock(), maxAge)) return kept;
      const key = keyOf(document);
      const work = (running.get(key) as Promise<Kept<T>> | undefined) ?? fetchAnew(document);
      running.set(key, work);
      try {
        return await work;
      } finally {
        running.delete(key);
      }
    },
    keep: ({ name }, value) => keep(name, connection(), value),
    close: async () => {
      end.abort();
      await Promise.allSettled(running.values());
    },
  };
}
