/** Runs one task at a time, in the order of the calls. An error affects only its own task. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.then(nothing, nothing);
    return mine;
  }

  /** Resolves when all tasks queued before this call have ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

function nothing(): void {}
