import type { FromHost, ToHost } from '../../services/keys/protocol.ts';
import type { Mode } from '../restartableCore.ts';

/** What the core process is started with. */
export interface CoreStart {
  dataFolder: string;
  practice: boolean;
  undecided: boolean | undefined;
  activate: boolean | undefined;
  udpKeys: readonly string[];
  reason: string;
  /** Whether the main process can seal secrets for it. */
  canSeal: boolean;
}

/**
 * Main process to core process. `window` brings a MessagePort to a window; key hosts are children of the main process,
 * which alone may fork, and it passes their messages on.
 */
export type ToCore =
  | { type: 'start'; start: CoreStart }
  | { type: 'window' }
  | { type: 'from-key-host'; host: number; message: FromHost }
  | { type: 'key-host-exit'; host: number; detail: string }
  | { type: 'done'; id: number; value: string | Uint8Array | null }
  | { type: 'refused'; id: number; reason: string }
  | { type: 'end' };

/** A thing that only the main process can do; answered by `done` or `refused` with the same id. */
export type HostTask =
  | { kind: 'open-url'; url: string }
  | { kind: 'resolve-proxy'; url: string }
  | { kind: 'seal'; text: string }
  | { kind: 'unseal'; sealed: Uint8Array };

/** Core process to main process. `mode` is the one that a window has changed to. */
export type FromCore =
  | { type: 'mode'; mode: Mode }
  | { type: 'spawn-key-host'; host: number }
  | { type: 'to-key-host'; host: number; message: ToHost }
  | { type: 'kill-key-host'; host: number }
  | { type: 'task'; id: number; task: HostTask };
