/** A live value from the core. It belongs to the window and not to a page, so that navigation does not end it. */
export interface Live<T> {
  /** Returns the newest value; undefined until the first one arrives. */
  value(): T | undefined;
  /** Returns the error of the last attempt; undefined without one. Retries continue. */
  error(): unknown;
  /** Adds a listener for new values. The stream runs while there is a listener. Returns a function that removes it. */
  subscribe(listener: () => void): () => void;
}

export interface LiveOptions<T> {
  /** Opens the stream. Its iterator ends or throws if the transport is lost or the signal aborts. */
  open(signal: AbortSignal): Promise<AsyncIterable<T>>;
  /** Adds a listener for the loss of the transport, for a stream that does not end with it. */
  onLost?(listener: () => void): () => void;
  /** Delay before each retry, in ms. The last one repeats endlessly. A new value starts again with the first. */
  delays?: readonly number[];
  /** How long a stream without listeners stays open, in ms, because one page ends before the next begins. */
  linger?: number;
}

/** A core that rejects the stream (a locked station) is not asked more often than this. */
const DELAYS = [100, 500, 2000, 5000];
const LINGER = 1000;

/**
 * Follows a stream of the core, and opens it again after it ends for any reason: a lost transport, a failed core, a
 * computer that slept. Without listeners the stream ends and its value is deleted, because it would become outdated.
 */
export function openLive<T>({
  open,
  onLost = () => () => undefined,
  delays = DELAYS,
  linger = LINGER,
}: LiveOptions<T>): Live<T> {
  const listeners = new Set<() => void>();
  let value: T | undefined;
  let error: unknown;
  let running: AbortController | null = null;

  const tell = (next: T | undefined, failed?: unknown) => {
    value = next;
    error = failed;
    for (const listener of listeners) listener();
  };
  const once = async (ended: AbortSignal): Promise<boolean> => {
    const call = new AbortController();
    const abort = () => call.abort();
    const unsubscribe = onLost(abort);
    ended.addEventListener('abort', abort);
    let came = false;
    try {
      const stream = (await untilAborted(open(call.signal), call.signal))[Symbol.asyncIterator]();
      // Not `for await`: it would wait for a stream that does not detect the loss of its transport.
      for (;;) {
        const next = await untilAborted(stream.next(), call.signal);
        if (next.done === true) break;
        came = true;
        tell(next.value);
      }
    } catch (cause) {
      if (!call.signal.aborted) tell(value, cause);
    } finally {
      unsubscribe();
      ended.removeEventListener('abort', abort);
      // Ends the stream in the core, too.
      call.abort();
    }
    return came;
  };
  const follow = async (ended: AbortSignal): Promise<void> => {
    for (let tries = 0; !ended.aborted; tries++) {
      if (await once(ended)) tries = 0;
      if (!ended.aborted) await sleep(delays[Math.min(tries, delays.length - 1)] ?? 0, ended);
    }
  };
  const leave = () => {
    if (listeners.size > 0) return;
    running?.abort();
    running = null;
    value = undefined;
    error = undefined;
  };

  return {
    value: () => value,
    error: () => error,
    subscribe: listener => {
      listeners.add(listener);
      if (running === null) {
        running = new AbortController();
        void follow(running.signal);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) setTimeout(leave, linger);
      };
    },
  };
}

/**
 * Returns the promise, but rejects as soon as the signal aborts: a call that waits for a transport may wait endlessly.
 */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject);
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
