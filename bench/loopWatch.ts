import { closeSync, openSync, readSync } from 'node:fs';

/** How long an event loop was ever away, in ms. */
export interface LongestDelays {
  /** As whoever waits for it sees it. */
  readonly whole: number;
  /** Without the time in which the thread could have run and had no processor: what its own work is to blame for. */
  readonly own: number;
}

/** How often it looks, in ms; shorter delays are not seen. */
const EVERY = 1;

/** Watches the event loop of the calling thread, which must be the process's main one; `stop` gives what it saw. */
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

/** Milliseconds that this process's main thread has waited for a processor so far; for ever 0 where the system does not tell. */
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
