import type { FromHost, ToHost } from '../../services/keys/protocol.ts';
import type { Mode } from '../restartableCore.ts';

/** The data with which the core process starts. */
export interface CoreStart {
  dataFolder: string;
  practice: boolean;
  undecided: boolean | undefined;
  activate: boolean | undefined;
  udpKeys: readonly string[];
  reason: string;
  /** Whether the main process can seal secrets for the core. */
  canSeal: boolean;
}

/**
 * Messages from the main process to the core process. `window` carries a MessagePort to a window. Key hosts are
 * children of the main process, because only it can fork; it passes their messages on.
 */
export type ToCore =
  | { type: 'start'; start: CoreStart }
  | { type: 'window' }
  | { type: 'from-key-host'; host: number; message: FromHost }
  | { type: 'key-host-exit'; host: number; detail: string }
  | { type: 'done'; id: number; value: string | Uint8Array | null }
  | { type: 'refused'; id: number; reason: string }
  | { type: 'end' };

/** A task that only the main process can do. The reply is `done` or `refused` with the same id. */
export type HostTask =
  | { kind: 'open-url'; url: string }
  | { kind: 'resolve-proxy'; url: string }
  | { kind: 'seal'; text: string }
  | { kind: 'unseal'; sealed: Uint8Array };

/** Messages from the core process to the main process. `mode` is the mode that a window has switched to. */
export type FromCore =
  | { type: 'mode'; mode: Mode }
  | { type: 'spawn-key-host'; host: number }
  | { type: 'to-key-host'; host: number; message: ToHost }
  | { type: 'kill-key-host'; host: number }
  | { type: 'task'; id: number; task: HostTask };
