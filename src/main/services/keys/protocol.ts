import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { PracticeFault, PracticeModel, PracticeState, TouchPolicy } from '../../../contract/practice/schema.ts';

/** What the key host is told when it starts. `udp` keys are development keys, each `PORT:REPLYPORT`. */
export interface HostConfiguration {
  hid: boolean;
  udp: readonly string[];
  /** `folder` is where the practice keys keep their state; in memory without. `touchTimeout`, in ms, as keys have it by default. */
  practice: { folder: string | null; touchTimeout?: number } | null;
  /** Where all Keydesks of this computer's user lock the keys they use (keyLock.ts); without it they are not locked. */
  locks?: string;
}

/** Reports and transactions that one connection has cost so far. Counts are totals, not differences. */
export interface ConnectionCounts {
  transactions: Readonly<Record<string, number>>;
  reports: { readonly out: number; readonly in: number; readonly keepalive: number };
}

/** One request to a key: `cbor` carries CTAP2, the others are CTAPHID's own commands (CTAP 2.3, 11.2.9). */
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

/** Core to key host. Requests carry an `id` that the one reply repeats. */
export type ToHost =
  | { readonly type: 'configure'; readonly configuration: HostConfiguration }
  /** `connection` is the core's choice, so that requests on it may follow without waiting for the reply. */
  | { readonly type: 'open'; readonly id: number; readonly connection: number; readonly keyId: string }
  | { readonly type: 'transact'; readonly id: number; readonly connection: number; readonly command: HostCommand }
  | { readonly type: 'cancel'; readonly id: number }
  /** Not answered: the host itself makes the next opening of that key wait for it. */
  | { readonly type: 'close'; readonly connection: number }
  | { readonly type: 'practice'; readonly id: number; readonly action: PracticeAction }
  /** Looks for keys now instead of waiting for an event of the system. The reply comes after the list. */
  | { readonly type: 'look'; readonly id: number }
  /** Cancels what waits on every key, closes all connections and says `ended`. */
  | { readonly type: 'end' };

/** A failure as it leaves the key host: the code of a CtapError or of a KeydeskError, never an Error object. */
export interface HostFailure {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause: string | null;
}

/** Key host to core. `keys` is always the whole list; `problems` says which sources of keys cannot be used, and why. */
export type FromHost =
  | { readonly type: 'keys'; readonly keys: KeySummary[]; readonly problems?: readonly HostFailure[] }
  | { readonly type: 'practice'; readonly state: PracticeState }
  | { readonly type: 'keepAlive'; readonly id: number; readonly status: string }
  | {
      readonly type: 'reply';
      readonly id: number;
      readonly payload?: Uint8Array;
      readonly counts?: ConnectionCounts;
      /** Which key was opened, as it was listed at that moment. */
      readonly key?: KeySummary;
    }
  | { readonly type: 'failed'; readonly id: number; readonly failure: HostFailure }
  /** Once after the first list: requests that an earlier host left waiting on the keys are canceled, as far as possible. */
  | { readonly type: 'settled' }
  | { readonly type: 'ended' };

/** One end of the pipe between core and key host, the same over child_process, utilityProcess and MessagePort. */
export interface HostPipe<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
}

/** The core's end: it also learns of the host's death and can cause it. A process that could not be started has exited. */
export interface KeyHostProcess extends HostPipe<ToHost, FromHost> {
  onExit(listener: (detail: string) => void): void;
  kill(): void;
}
