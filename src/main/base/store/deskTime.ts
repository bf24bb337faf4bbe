import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { sharedNow } from '../record/recordClock.ts';
import type { Store } from './database.ts';

/**
 * The time that decides when codes, sittings, rate limits and assignments expire. SECURITY: it never goes back. An expired code stays expired if a person sets the clock back. If
 * several desks share a record, it is the record's time, which nobody sets at a desk.
 */
export interface DeskTime {
  /** Returns milliseconds since the epoch. */
  now(): number;
  /**
   * Returns the same for a decision: writes the time to the store, and reads the times that other processes wrote
   * there.
   */
  decide(): Promise<number>;
  /** Writes the latest time. */
  close(): Promise<void>;
}

export interface Clocks {
  /** Returns the system's clock, in ms since the epoch. It may jump. */
  wall(): number;
  /** Returns ms since any fixed moment. This clock never jumps, and may stop while the computer sleeps. */
  steady(): number;
}

const SYSTEM: Clocks = { wall: Date.now, steady: () => performance.now() };
/** The interval of the writes, in ms. A process that is killed loses at most this time. */
const EVERY = 60_000;

/**
 * Returns the time that `DeskTime` has for a thread, in ms since the epoch. Without a shared record it comes from the file, and is at most a minute behind that of the
 * process.
 */
export function deskTimeIn(sqlite: DatabaseSync, clock: SharedArrayBuffer | undefined): number {
  if (clock !== undefined) return sharedNow(clock);
  return Math.max(Date.now(), Number(sqlite.prepare('SELECT at FROM desk_time').get()?.at ?? 0));
}

/**
 * Opens the desk's time of a data folder. It is the latest of these: the system's clock, the latest time that any
 * Keydesk wrote to the store, and that time plus the time that has passed since on a clock that cannot be set.
 */
export async function openDeskTime(
  { database }: Pick<Store, 'database'>,
  log: (message: string) => void = () => undefined,
  clocks: Clocks = SYSTEM,
): Promise<DeskTime> {
  const read = async () => (await database.selectFrom('desk_time').select('at').executeTakeFirst())?.at ?? 0;
  let mark = await read();
  let markedAt = clocks.steady();
  let written = mark;

  const raise = (to: number): number => {
    const steady = clocks.steady();
    mark = Math.max(to, mark + Math.max(0, steady - markedAt));
    markedAt = steady;
    return mark;
  };
  const now = () => (database.isShared ? database.now() : Math.floor(raise(clocks.wall())));
  const decide = async () => {
    if (database.isShared) return database.now();
    const { rows } = await sql<{ at: number }>`INSERT INTO desk_time (id, at) VALUES (1, ${now()})
      ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at) RETURNING at`.execute(database);
    written = rows[0]?.at ?? written;
    return Math.floor(raise(written));
  };
  /** A full disk or a locked store does not stop other work. The next interval writes the time. */
  const keep = () =>
    decide().then(
      () => undefined,
      error => log(`time: ${String(error)}`),
    );

  const timer = setInterval(() => void keep(), EVERY);
  timer.unref();
  return {
    now,
    decide,
    close: async () => {
      clearInterval(timer);
      if (now() - written > EVERY) await keep();
    },
  };
}
