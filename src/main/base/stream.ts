/**
 * An ordered stream: one side pushes values, the other iterates over them. No value is dropped. If the consumer stops
 * early, `onLeave` is called once.
 */
export class Channel<T> implements AsyncIteratorObject<T, undefined, void> {
  readonly #queue: T[] = [];
  readonly #onLeave: () => void;
  #waiting: ((result: IteratorResult<T, undefined>) => void) | undefined;
  #ended = false;

  constructor(onLeave: () => void = () => undefined) {
    this.#onLeave = onLeave;
  }

  push(value: T): void {
    if (this.#ended) return;
    if (this.#waiting === undefined) this.#queue.push(value);
    else this.#take()({ done: false, value });
  }

  /** Ends the stream. Values that were pushed before are still delivered. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#waiting !== undefined) this.#take()({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#queue.length > 0) return Promise.resolve({ done: false, value: this.#queue.shift() as T });
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise(resolve => {
      this.#waiting = resolve;
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    const early = !this.#ended;
    this.#queue.length = 0;
    this.end();
    if (early) this.#onLeave();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #take(): (result: IteratorResult<T, undefined>) => void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting ?? (() => undefined);
  }
}

/**
 * Returns a stream of events that an operation reports while it runs. The operation is aborted if the consumer stops or
 * the signal aborts. Its error is an event.
 */
export function telling<T>(
  signal: AbortSignal | undefined,
  work: (tell: (event: T) => void, signal: AbortSignal) => Promise<T>,
  failed: (error: unknown) => T,
): Channel<T> {
  const abort = new AbortController();
  const channel = new Channel<T>(() => abort.abort());
  if (signal?.aborted === true) abort.abort();
  signal?.addEventListener('abort', () => abort.abort());
  void work(event => channel.push(event), abort.signal)
    .catch(failed)
    .then(last => {
      channel.push(last);
      channel.end();
    });
  return channel;
}

/** Returns a stream of the current value and all later ones, until the signal aborts. All `watch` procedures use it. */
export function watch<T>(
  current: T,
  subscribe: (listener: (value: T) => void) => () => void,
  signal: AbortSignal | undefined,
): Channel<T> {
  const channel = new Channel<T>(() => unsubscribe());
  const unsubscribe = subscribe(value => channel.push(value));
  channel.push(current);
  const end = () => {
    unsubscribe();
    channel.end();
  };
  if (signal?.aborted === true) end();
  signal?.addEventListener('abort', end);
  return channel;
}
