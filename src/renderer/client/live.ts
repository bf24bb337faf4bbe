/** A value that the core keeps sending. It belongs to the window and to no page, so that looking elsewhere does not end it. */
export interface Live<T> {
  /** The newest value; undefined until the first one has come. */
  value(): T | undefined;
  /** Why the last try brought nothing; undefined while all is well. It is tried again all the same. */
  error(): unknown;
  /** Listens to every new value. The stream runs while there is a listener. Returns the function that ends listening. */
  subscribe(listener: () => void): () => void;
}

export interface LiveOptions<T> {
  /** Opens the stream. Its iterator ends or throws when the pipe is lost or the signal aborts. */
  open(signal: AbortSignal): Promise<AsyncIterable<T>>;
  /** Listens to the loss of the pipe, for a stream that does not end with it. */
  onLost?(listener: () => void): () => void;
  /** Wait before each further try, in ms; the last one goes on for ever. A value starts from the first again. */
  delays?: readonly number[];
  /** How long a stream without listeners goes on, in ms: one page ends before the next begins. */
  linger?: number;
}

/** A core that refuses (a locked station) is not asked more often than that. */
const DELAYS = [100, 500, 2000, 5000];
const LINGER = 1000;

/**
 * Follows a stream of the core, and opens it again whenever it ends for any reason: a lost pipe, a failed core, a computer that
 * slept. Without listeners the stream ends and its value is forgotten, because it would only be as old as the last look.
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
      // Not `for await`: it would wait for a stream that does not notice the loss of its pipe.
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
      // The core ends its side too.
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

/** The promise, or a rejection as soon as the signal aborts: a call that waits for a pipe may wait for ever. */
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
