/** Longest lock, in seconds (CTAP 2.3, 11.2.9.2.2). */
export const MAX_LOCK_SECONDS = 10;

/** CTAPHID_LOCK: for some seconds only one channel is served. */
export class ChannelLock {
  #holder: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Whether another channel holds the lock. */
  shutsOut(channel: number): boolean {
    return this.#holder !== undefined && this.#holder !== channel;
  }

  /** Takes the lock or prolongs it; 0 seconds give it back. */
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
