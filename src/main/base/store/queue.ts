/** Runs one piece of work after the other, first come first served. A failure affects only its own work. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.then(nothing, nothing);
    return mine;
  }

  /** Resolves when everything that was queued before this call has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

function nothing(): void {}
