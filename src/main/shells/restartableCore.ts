import type { Core } from '../app/core.ts';
import type { CoreOptions } from '../app/coreOptions.ts';
import type { CoreRouter } from '../app/router.ts';
import { startCoreForWindow } from './startCoreForWindow.ts';

/** The core of a shell with windows. It can be restarted in the other mode. */
export interface RestartableCore {
  /** Returns the router of the running core. Call it for each window, because a restart creates another one. */
  router(): CoreRouter;
  /** Returns whether ending now would lose an enrollment of a window, or a PIN that no one has seen. */
  needsWindow(): boolean;
  close(): Promise<void>;
}

/** The options that decide how the core starts. */
export type Mode = Pick<CoreOptions, 'practice' | 'undecided'>;

export interface RestartParts {
  readonly mode: Mode;
  /** Returns the options for one start; `restart` is for the services. */
  options(mode: Mode, restart: (practice: boolean) => void): CoreOptions;
  /** Called when another core has started: the windows must reconnect. */
  restarted(mode: Mode): void;
}

/**
 * Starts the core. A restart closes it first, because both modes may use the same keys, and then starts the other one.
 * The choice lasts until Keydesk ends. The next start reads the arguments and the connections again.
 */
export async function startRestartableCore({ mode, options, restarted }: RestartParts): Promise<RestartableCore> {
  let core = await start(mode);
  let restarting: Promise<void> | undefined;
  let running = true;
  let closed = false;

  function start(next: Mode): Promise<Pick<Core, 'router' | 'needsWindow' | 'close'>> {
    return startCoreForWindow(() => options(next, restart));
  }

  /** A second request during a restart is a double click. */
  function restart(practice: boolean): void {
    restarting ??= swap({ practice }).finally(() => {
      restarting = undefined;
    });
  }

  async function swap(next: Mode): Promise<void> {
    running = false;
    // An error while closing must not prevent the switch: the other mode has another folder.
    await core.close().catch(() => undefined);
    if (closed) return;
    core = await start(next);
    running = true;
    restarted(next);
  }

  return {
    router: () => core.router,
    needsWindow: () => running && core.needsWindow(),
    close: async () => {
      closed = true;
      await restarting;
      if (running) await core.close();
    },
  };
}
