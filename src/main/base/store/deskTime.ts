import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { Store } from './database.ts';

/**
 * The time by which everything expires that this desk itself lets expire: codes, sittings, limits of tries, assignments.
 * SECURITY: it never goes back, so that a clock that is set back does not make anything valid again.
 */
export interface DeskTime {
  /** Milliseconds since the epoch. */
  now(): number;
  /** The same, for a decision: writes it to the store, and takes over what other processes wrote there. */
  decide(): Promise<number>;
  /** Writes the last time. */
  close(): Promise<void>;
}

export interface Clocks {
  /** Milliseconds since the epoch, as the system tells it. It may jump. */
  wall(): number;
  /** Milliseconds since any moment. It never jumps, and may stand still while the computer sleeps. */
  steady(): number;
}

const SYSTEM: Clocks = { wall: Date.now, steady: () => performance.now() };
/** A process that is killed forgets no more than this, in ms. */
const EVERY = 60_000;

/** The desk's time for a thread that has only the file, in ms since the epoch: at most a minute behind that of the process. */
export function deskTimeIn(sqlite: DatabaseSync): number {
  return Math.max(Date.now(), Number(sqlite.prepare('SELECT at FROM desk_time').get()?.at ?? 0));
}

/**
 * Opens the desk's time of a data folder. It is the latest of the system's clock, the latest time that any Keydesk wrote to the
 * store, and that time plus what has passed since by a clock that cannot be set.
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
  const now = () => Math.floor(raise(clocks.wall()));
  const decide = async () => {
    const { rows } = await sql<{ at: number }>`INSERT INTO desk_time (id, at) VALUES (1, ${now()})
      ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at) RETURNING at`.execute(database);
    written = rows[0]?.at ?? written;
    return Math.floor(raise(written));
  };
  /** A full disk or a locked store does not stop any work: the time is written at the next turn. */
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
