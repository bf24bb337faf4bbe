import type { Core } from '../app/core.ts';
import type { CoreOptions } from '../app/coreOptions.ts';
import type { CoreRouter } from '../app/router.ts';
import { startCoreForWindow } from './startCoreForWindow.ts';

/** The core of a shell with windows, which can be started again in the other mode. */
export interface RestartableCore {
  /** Of the core that runs now. Ask again for each window: a restart makes another one. */
  router(): CoreRouter;
  /** Whether ending now loses an enrollment of a window, or a PIN that no one has seen. */
  needsWindow(): boolean;
  close(): Promise<void>;
}

/** What decides how the core starts. */
export type Mode = Pick<CoreOptions, 'practice' | 'undecided'>;

export interface RestartParts {
  readonly mode: Mode;
  /** The options for one start; `restart` is for the services. */
  options(mode: Mode, restart: (practice: boolean) => void): CoreOptions;
  /** Called when another core is there: the windows must connect again. */
  restarted(mode: Mode): void;
}

/**
 * Starts the core. A restart closes it first, because both may use the same keys, and starts the other one then. The choice lasts
 * until Keydesk ends: its next start looks at the arguments and the connections again.
 */
export async function startRestartableCore({ mode, options, restarted }: RestartParts): Promise<RestartableCore> {
  let core = await start(mode);
  let restarting: Promise<void> | undefined;
  let running = true;
  let closed = false;

  function start(next: Mode): Promise<Pick<Core, 'router' | 'needsWindow' | 'close'>> {
    return startCoreForWindow(() => options(next, restart));
  }

  /** A second request while one is under way is the same wish, clicked twice. */
  function restart(practice: boolean): void {
    restarting ??= swap({ practice }).finally(() => {
      restarting = undefined;
    });
  }

  async function swap(next: Mode): Promise<void> {
    running = false;
    // What could not be closed must not keep the person from the other mode: its folder is another one.
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
