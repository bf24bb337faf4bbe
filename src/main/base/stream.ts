/**
 * An ordered stream that one side pushes to and the other iterates. Nothing is dropped; when the consumer leaves early
 * `onLeave` is called once.
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

  /** What was pushed before is still delivered. */
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

/** A stream of what a piece of work tells on its way; leaving it or the signal aborts the work. Its failure is an event. */
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

/** The present value and then every later one, until the signal aborts: the form of all `watch` procedures. */
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
