/** The server's time, as its Date headers show it. */
export interface ServerClock {
  /** Milliseconds since the epoch by the server's clock; this computer's time until the first answer. */
  now(): number;
  /** How far the server's clock is ahead of this computer's, in ms. */
  offset(): number;
  /** Learns from the headers of an answer to a request that was sent at `sentAt`, in ms by this computer's clock. */
  learn(headers: Headers, sentAt: number): void;
}

/** Date has whole seconds, cut off: half a second is missing on average. */
const CUT_OFF = 500;

/**
 * Judges server times (expiry of a challenge) by the server's own clock: a desk whose clock is wrong must neither refuse a
 * challenge that is good nor use one that is over.
 */
export function createServerClock(clock: () => number = Date.now): ServerClock {
  let offset = 0;
  return {
    now: () => clock() + offset,
    offset: () => offset,
    learn: (headers, sentAt) => {
      const told = Date.parse(headers.get('date') ?? '');
      if (Number.isNaN(told)) return;
      const arrived = clock();
      const earliest = told - arrived;
      const latest = told + 2 * CUT_OFF - sentAt;
      // A small difference may be the way of the answer and the missing fraction of a second: then the clocks agree.
      offset = earliest <= 0 && latest >= 0 ? 0 : told + CUT_OFF - (sentAt + arrived) / 2;
    },
  };
}
