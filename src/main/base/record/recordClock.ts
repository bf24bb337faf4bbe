/** SQL that reads the record's clock, in ms since the epoch. */
export const CLOCK = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS clock';

/**
 * The record's clock, as this process knows it. What desks share expires by it, and its times are those of shared rows: the clock of a desk may be wrong by hours. Between two answers
 * of the record, and while it is away, a clock of this computer that nobody can set goes on from the last one.
 */
export interface RecordClock {
  /** Returns ms since the epoch. */
  now(): number;
  /** Returns how far the record's clock is ahead of this computer's, in ms. */
  offset(): number;
  /** Notes what the record's clock was when its answer came, in ms. The difference is at most the time of the answer's way. */
  saw(clock: number): void;
  /** The same clock for a thread (`sharedNow`). */
  readonly shared: SharedArrayBuffer;
}

const NS = 1_000_000n;

/** @param offset How far the record's clock was ahead when it was last seen, in ms. It counts until this process has seen the record */
export function openRecordClock(offset = 0): RecordClock {
  const shared = new SharedArrayBuffer(8);
  const start = new BigInt64Array(shared);
  const saw = (clock: number) => {
    Atomics.store(start, 0, BigInt(Math.round(clock)) * NS - process.hrtime.bigint());
  };
  saw(Date.now() + offset);
  const now = () => sharedNow(shared);
  return { now, offset: () => now() - Date.now(), saw, shared };
}

/** Returns the time of a clock that another thread of this process keeps, in ms since the epoch. */
export function sharedNow(shared: SharedArrayBuffer): number {
  const start = Atomics.load(new BigInt64Array(shared), 0);
  return Number((start + process.hrtime.bigint()) / NS);
}
