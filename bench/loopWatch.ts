import { closeSync, openSync, readSync } from 'node:fs';

/** The longest delays of an event loop, in ms. */
export interface LongestDelays {
  /** The delay as other programs see it. */
  readonly whole: number;
  /** The delay without the time in which the thread was ready and had no processor: only its own work causes it. */
  readonly own: number;
}

/** The interval of the checks, in ms. Shorter delays are not detected. */
const EVERY = 1;

/**
 * Watches the event loop of the calling thread, which must be the main thread of the process. `stop` returns the
 * result.
 */
export function watchLoop(): { read(): LongestDelays; stop(): LongestDelays } {
  const waits = waitClock();
  let [whole, own] = [0, 0];
  let [last, lastWaited] = [performance.now(), waits.read()];
  const timer = setInterval(() => {
    const [now, waited] = [performance.now(), waits.read()];
    const delay = now - last - EVERY;
    whole = Math.max(whole, delay);
    own = Math.max(own, delay - (waited - lastWaited));
    [last, lastWaited] = [now, waited];
  }, EVERY);
  const read = () => ({ whole, own });
  return {
    read,
    stop: () => {
      clearInterval(timer);
      waits.close();
      return read();
    },
  };
}

/**
 * Measures how long this process's main thread has waited for a processor, in ms. Always 0 if the system does not
 * report it.
 */
function waitClock(): { read(): number; close(): void } {
  const text = Buffer.alloc(100);
  try {
    const file = openSync('/proc/self/schedstat', 'r');
    return {
      read: () => Number(text.toString('latin1', 0, readSync(file, text, 0, text.length, 0)).split(' ')[1]) / 1e6,
      close: () => closeSync(file),
    };
  } catch {
    return { read: () => 0, close: () => undefined };
  }
}
