import type { FromHost, KeyHostProcess, ToHost } from './protocol.ts';

/** Wait before a key host that died is started again, in ms: at once the first time, then longer up to the last. */
const RESTART_DELAYS = [0, 200, 1000, 5000];
/** A host that lived this long, in ms, has earned an immediate restart again. */
const STABLE = 10_000;
/** How long a host may take to cancel what waits on its keys before it is killed, in ms. */
const END_PATIENCE = 3000;

/** Starts the key host's process, and starts it again whenever it dies or cannot be started. */
export interface HostLife {
  /** Returns false while no process is running: the message is lost. */
  post(message: ToHost): boolean;
  /** Lets the process cancel requests that wait on its keys, then ends it for good. */
  end(): Promise<void>;
}

export interface LifeListeners {
  /** The first message of every new process. */
  readonly greeting: ToHost;
  onMessage(message: FromHost): void;
  /** `hopeless` is true once it has died at several starts in a row. It is started again anyway. */
  onDeath(detail: string, hopeless: boolean): void;
}

export function startHostLife(spawn: () => KeyHostProcess, listeners: LifeListeners): HostLife {
  let living: KeyHostProcess | undefined;
  let failures = 0;
  let restart: NodeJS.Timeout | undefined;
  let ending: PromiseWithResolvers<void> | undefined;
  /** Whether the running host was asked to open a key. If not, no request can be waiting. */
  let opens = false;

  const died = (detail: string, startedAt: number) => {
    living = undefined;
    if (ending !== undefined) return ending.resolve();
    failures = Date.now() - startedAt > STABLE ? 0 : failures + 1;
    const last = RESTART_DELAYS.length - 1;
    listeners.onDeath(detail, failures >= last);
    restart = setTimeout(start, RESTART_DELAYS[Math.min(failures, last)]);
  };

  function start(): void {
    const startedAt = Date.now();
    let spawned: KeyHostProcess;
    try {
      spawned = spawn();
    } catch (error) {
      died(String(error), startedAt);
      return;
    }
    living = spawned;
    opens = false;
    spawned.onMessage(message => {
      if (living !== spawned) return;
      if (message.type === 'ended') return ending?.resolve();
      listeners.onMessage(message);
    });
    spawned.onExit(detail => {
      if (living === spawned) died(detail, startedAt);
    });
    spawned.post(listeners.greeting);
  }

  start();
  return {
    post: message => {
      opens ||= message.type === 'open';
      living?.post(message);
      return living !== undefined;
    },
    end: async () => {
      clearTimeout(restart);
      if (ending !== undefined) return ending.promise;
      ending = Promise.withResolvers();
      const last = living;
      if (last === undefined) return ending.resolve();
      // A command that used no key does not wait for a host that is still starting.
      if (!opens) ending.resolve();
      const patience = setTimeout(ending.resolve, END_PATIENCE);
      if (opens) last.post({ type: 'end' });
      await ending.promise;
      clearTimeout(patience);
      last.kill();
    },
  };
}
