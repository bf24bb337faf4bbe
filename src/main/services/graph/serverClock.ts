/** The server's time, learned from its Date headers. */
export interface ServerClock {
  /** Returns the server's time in ms since the epoch. Before the first response, returns this computer's time. */
  now(): number;
  /** Returns how far the server's clock is ahead of this computer's, in ms. */
  offset(): number;
  /**
   * Learns the time from the headers of a response. The request was sent at `sentAt`, in ms by this computer's clock.
   */
  learn(headers: Headers, sentAt: number): void;
}

/** Date has whole seconds, rounded down: on average half a second is missing, in ms. */
const CUT_OFF = 500;

/**
 * Creates a clock that compares server times (expiry of a challenge) with the server's own clock. If a desk's clock is
 * wrong, Keydesk must neither refuse a valid challenge nor use an expired one.
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
      // A small difference may come from network latency and the missing fraction of a second: then the clocks agree.
      offset = earliest <= 0 && latest >= 0 ? 0 : told + CUT_OFF - (sentAt + arrived) / 2;
    },
  };
}
