import { sql } from 'kysely';
import type { ZodType } from 'zod';
import type { Store } from './database.ts';
import { ago, DAY, prune } from './prune.ts';
import type { Database } from './transactions.ts';

/** A cached answer, and the time when it was fetched, in ms since the epoch. */
export interface Kept<T> {
  readonly value: T;
  readonly fetchedAt: number;
}

/** A small answer of Graph that changes rarely and is needed often. */
export interface Document<T> {
  readonly name: string;
  readonly schema: ZodType<T>;
  fetch(signal: AbortSignal): Promise<T>;
}

/** Caches small answers of Graph for one tenant in the database, so that they are available without a network. */
export interface Documents {
  /** Returns the cached answer, whatever its age. */
  peek<T>(document: Pick<Document<T>, 'name' | 'schema'>): Promise<Kept<T> | undefined>;
  /**
   * Returns the cached answer if it is younger than `maxAge`, in ms. Fetches it otherwise. Concurrent calls share one
   * request.
   */
  get<T>(document: Document<T>, maxAge: number): Promise<Kept<T>>;
  /** Caches an answer of another request. */
  keep<T>(document: Pick<Document<T>, 'name'>, value: T): Promise<Kept<T>>;
  /** Caches one answer under several names, in one transaction. */
  keepUnder<T>(names: readonly string[], value: T): Promise<void>;
  /** Deletes a document. */
  forget(name: string): Promise<void>;
}

/** Caches the documents of all tenants. */
export interface DocumentStore {
  /** Returns the documents of one tenant. @param tenant Returns its id */
  of(tenant: () => string): Documents;
  /** Cancels running requests, and waits until they have ended. */
  close(): Promise<void>;
}

/**
 * Returns whether `since` is less than `maxAge` before `now`, all in ms. A time in the future comes from a wrong clock,
 * so the answer counts as old.
 */
export function isYounger(since: number, now: number, maxAge: number): boolean {
  return since <= now && now - since < maxAge;
}

/**
 * Timeout for a request, in ms. It is short, because a document only predicts what Graph will answer to a later
 * request.
 */
const PATIENCE = 8000;

export function openDocuments({ database }: Store, clock: () => number = Date.now): DocumentStore {
  const known = new Map<string, Kept<unknown>>();
  const running = new Map<string, Promise<Kept<unknown>>>();
  const end = new AbortController();
  const keyOf = (of: string, { name }: { name: string }) => JSON.stringify([of, name]);

  const stored = async <T>(
    of: string,
    { name, schema }: Pick<Document<T>, 'name' | 'schema'>,
  ): Promise<Kept<T> | undefined> => {
    const row = await database
      .selectFrom('document')
      .selectAll()
      .where('tenant', '=', of)
      .where('name', '=', name)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    try {
      return { value: schema.parse(JSON.parse(row.json)), fetchedAt: Date.parse(row.fetched_at) };
    } catch {
      // Another version wrote it, or it is damaged: Keydesk fetches it again.
      return undefined;
    }
  };

  const peek = async <T>(of: string, document: Pick<Document<T>, 'name' | 'schema'>) => {
    const key = keyOf(of, document);
    const kept = (known.get(key) as Kept<T> | undefined) ?? (await stored(of, document));
    if (kept !== undefined) known.set(key, kept);
    return kept;
  };

  const keep = async <T>(of: string, names: readonly string[], value: T): Promise<Kept<T>> => {
    const kept = { value, fetchedAt: clock() };
    for (const name of names) known.set(keyOf(of, { name }), kept);
    const row = { json: JSON.stringify(value), fetched_at: new Date(kept.fetchedAt).toISOString() };
    const places = names.map(name => ({ tenant: of, name }));
    await writeDocument(database, places, row);
    return kept;
  };

  const fetchAnew = async <T>(of: string, document: Document<T>): Promise<Kept<T>> => {
    const signal = AbortSignal.any([end.signal, AbortSignal.timeout(PATIENCE)]);
    return keep(of, [document.name], await document.fetch(signal));
  };

  const get = async <T>(of: string, document: Document<T>, maxAge: number): Promise<Kept<T>> => {
    const kept = await peek(of, document);
    if (kept !== undefined && isYounger(kept.fetchedAt, clock(), maxAge)) return kept;
    const key = keyOf(of, document);
    const work = (running.get(key) as Promise<Kept<T>> | undefined) ?? fetchAnew(of, document);
    running.set(key, work);
    try {
      return await work;
    } finally {
      running.delete(key);
    }
  };

  return {
    of: tenant => ({
      peek: document => peek(tenant(), document),
      get: (document, maxAge) => get(tenant(), document, maxAge),
      keep: ({ name }, value) => keep(tenant(), [name], value),
      keepUnder: async (names, value) => void (await keep(tenant(), names, value)),
      forget: async name => {
        known.delete(keyOf(tenant(), { name }));
        await database.deleteFrom('document').where('tenant', '=', tenant()).where('name', '=', name).execute();
      },
    }),
    close: async () => {
      end.abort();
      await Promise.allSettled(running.values());
    },
  };
}

/** Writes one document at each of these places, and replaces earlier ones. @throws KeydeskError as Database.write */
export async function writeDocument(
  database: Database,
  places: readonly { readonly tenant: string; readonly name: string }[],
  row: { readonly json: string; readonly fetched_at: string },
): Promise<void> {
  await database
    .insertInto('document')
    .values(places.map(place => ({ ...place, ...row })))
    .onConflict(conflict => conflict.columns(['tenant', 'name']).doUpdateSet(row))
    .execute();
}

/** How long a document is cached, in ms. Graph can be asked for it again. */
const KEPT = 365 * DAY;

/** SECURITY: keeps the mark of a station (settings/stationMark.ts), which belongs to no tenant: it keeps the window locked. */
export const documentPrunes = [
  prune(
    'document',
    ['tenant', 'name'],
    now => sql`SELECT tenant, name FROM document WHERE fetched_at < ${ago(now, KEPT)} AND tenant <> ''
      ORDER BY fetched_at`,
  ),
];
