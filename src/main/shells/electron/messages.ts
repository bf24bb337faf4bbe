import type { FromHost, ToHost } from '../../keys/protocol.ts';
import type { ShellOptions } from '../options.ts';

/** Electron's main process to the core's utility process. `window` comes with a MessagePort of the renderer's. */
export type ToCore =
  | { readonly type: 'start'; readonly options: ShellOptions }
  | { readonly type: 'window' }
  | { readonly type: 'host'; readonly message: FromHost }
  | { readonly type: 'host-exit'; readonly detail: string }
  | { readonly type: 'quit' };

/** The core to Electron's main process, which alone may start utility processes and so relays for the key host. */
export type FromCore =
  | { readonly type: 'spawn-host' }
  | { readonly type: 'kill-host' }
  | { readonly type: 'host'; readonly message: ToHost }
  | { readonly type: 'failed'; readonly title: string; readonly detail: string }
  | { readonly type: 'closed' };
