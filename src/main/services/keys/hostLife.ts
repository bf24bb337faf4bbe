import type { FromHost, KeyHostProcess, ToHost } from './protocol.ts';

/**
 * Waits before a key host that died is restarted, in ms. The first restart is immediate. The last value applies to all
 * later ones.
 */
const RESTART_DELAYS = [0, 200, 1000, 5000];
/** A host that ran for this long, in ms, is restarted immediately again. */
const STABLE = 10_000;
/** How long a host may take to cancel requests that wait on keys before it is killed, in ms. */
const END_PATIENCE = 3000;

/** Starts the key host's process, and restarts it when it dies or cannot be started. */
export interface HostLife {
  /** Posts a message. Returns false if no process is running, and drops the message. */
  post(message: ToHost): boolean;
  /** Waits until the process has canceled requests that wait on its keys, then ends it without a restart. */
  end(): Promise<void>;
}

export interface LifeListeners {
  /** The first message of every new process. */
  readonly greeting: ToHost;
  onMessage(message: FromHost): void;
  /** Called after each death. `hopeless` is true if several starts in a row failed. The host is restarted anyway. */
  onDeath(detail: string, hopeless: boolean): void;
}

export function startHostLife(spawn: () => KeyHostProcess, listeners: LifeListeners): HostLife {
  let living: KeyHostProcess | undefined;
  let failures = 0;
  let restart: NodeJS.Timeout | undefined;
  let ending: PromiseWithResolvers<void> | undefined;
  /** Whether the running host was asked to open a key. Otherwise no request can be waiting. */
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
