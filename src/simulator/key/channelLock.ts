/** Longest lock, in seconds (CTAP 2.3, 11.2.9.2.2). */
export const MAX_LOCK_SECONDS = 10;

/** CTAPHID_LOCK: for some seconds the key serves only one channel. */
export class ChannelLock {
  #holder: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Returns whether another channel holds the lock. */
  shutsOut(channel: number): boolean {
    return this.#holder !== undefined && this.#holder !== channel;
  }

  /** Acquires or extends the lock. 0 seconds release it. */
  take(channel: number, seconds: number): void {
    this.release();
    if (seconds === 0) return;
    this.#holder = channel;
    this.#timer = setTimeout(() => this.release(), seconds * 1000);
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#holder = undefined;
  }
}
