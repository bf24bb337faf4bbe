import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { PracticeFault, PracticeModel, PracticeState, TouchPolicy } from '../../../contract/practice/schema.ts';

/** The configuration that the key host gets at its start. `udp` keys are development keys, each `PORT:REPLYPORT`. */
export interface HostConfiguration {
  hid: boolean;
  udp: readonly string[];
  /**
   * `folder` is where the practice keys store their state; null for keys in memory. `touchTimeout` is in ms; the
   * default is that of the keys.
   */
  practice: { folder: string | null; touchTimeout?: number } | null;
  /**
   * The folder in which all Keydesks of this computer's user lock their keys (keyLock.ts). Without it, keys are not
   * locked.
   */
  locks?: string;
}

/** The reports and transactions of one connection so far. Counts are totals, not differences. */
export interface ConnectionCounts {
  transactions: Readonly<Record<string, number>>;
  reports: { readonly out: number; readonly in: number; readonly keepalive: number };
}

/** One request to a key. `cbor` carries CTAP2; the others are CTAPHID's own commands (CTAP 2.3, 11.2.9). */
export type HostCommand =
  | { readonly name: 'cbor'; readonly payload: Uint8Array }
  | { readonly name: 'ping'; readonly payload: Uint8Array }
  | { readonly name: 'wink' };

export type PracticeAction =
  | 'insert'
  | 'insert-fresh'
  | 'remove'
  | 'touch'
  | { readonly touchPolicy: TouchPolicy }
  | { readonly fault: PracticeFault | null }
  | { readonly model: PracticeModel };

/** Messages from the core to the key host. The one reply to a request has the same `id`. */
export type ToHost =
  | { readonly type: 'configure'; readonly configuration: HostConfiguration }
  /** The core chooses `connection`, so that requests on it may follow without waiting for the reply. */
  | { readonly type: 'open'; readonly id: number; readonly connection: number; readonly keyId: string }
  | { readonly type: 'transact'; readonly id: number; readonly connection: number; readonly command: HostCommand }
  | { readonly type: 'cancel'; readonly id: number }
  /** Has no reply. The host makes the next opening of that key wait for the close. */
  | { readonly type: 'close'; readonly connection: number }
  | { readonly type: 'practice'; readonly id: number; readonly action: PracticeAction }
  /** Lists keys now instead of waiting for a system event. The reply comes after the list. */
  | { readonly type: 'look'; readonly id: number }
  /** Cancels requests that wait on keys, closes all connections and sends `ended`. */
  | { readonly type: 'end' };

/** A failure as the key host sends it: the code of a CtapError or of a KeydeskError, never an Error object. */
export interface HostFailure {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause: string | null;
}

/**
 * Messages from the key host to the core. `keys` is always the complete list; `problems` lists the sources that cannot
 * be used, and why.
 */
export type FromHost =
  | { readonly type: 'keys'; readonly keys: KeySummary[]; readonly problems?: readonly HostFailure[] }
  | { readonly type: 'practice'; readonly state: PracticeState }
  | { readonly type: 'keepAlive'; readonly id: number; readonly status: string }
  | {
      readonly type: 'reply';
      readonly id: number;
      readonly payload?: Uint8Array;
      readonly counts?: ConnectionCounts;
      /** The key that was opened, as it was listed at that moment. */
      readonly key?: KeySummary;
    }
  | { readonly type: 'failed'; readonly id: number; readonly failure: HostFailure }
  /**
   * Sent once after the first list: requests of an earlier host that were waiting on keys are canceled, as far as
   * possible.
   */
  | { readonly type: 'settled' }
  | { readonly type: 'ended' };

/** One end of the pipe between core and key host, over child_process, utilityProcess or MessagePort. */
export interface HostPipe<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
}

/**
 * The core's end, which also reports the host's exit and can kill it. A process that could not be started counts as
 * exited.
 */
export interface KeyHostProcess extends HostPipe<ToHost, FromHost> {
  onExit(listener: (detail: string) => void): void;
  kill(): void;
}
