import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import type { KeySession } from '../../../ctap/session.ts';
import type { KeyConnection } from './keyConnection.ts';

/**
 * A plugged-in key with a CTAP2 session. `gone` aborts with `key-removed` if the key leaves the list or another key
 * replaces it there, and with `key-host-crashed` if the key host dies.
 */
export interface OpenKey {
  readonly summary: KeySummary;
  readonly session: KeySession;
  readonly connection: KeyConnection;
  readonly gone: AbortSignal;
  /** Returns the number of transactions so far, by CTAPHID or CTAP2 command name. */
  transactions(): Record<string, number>;
  close(): void;
}

/** The keys on this computer, by their id while they are plugged in. */
export interface Keys {
  /**
   * Returns the key to use: the one with this id, or the only one if no id is given.
   * @throws KeydeskError no-key, several-keys, key-not-found
   */
  choose(keyId: string | undefined): Promise<KeySummary>;
  list(): Promise<readonly KeySummary[]>;
  /**
   * Opens a key and reads its getInfo. Only one operation can use a key: a second call waits until the first has closed
   * the key, and fails if another key is at that address by then.
   * @throws KeydeskError key-…, for example key-not-fido2 for a U2F-only key, key-changed
   */
  open(keyId: string | undefined, signal?: AbortSignal): Promise<OpenKey>;
  /** Opens a key, runs `work`, and closes the key. */
  use<T>(keyId: string | undefined, work: (key: OpenKey) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Runs a read-only operation like `use`. If `signal` aborts, it closes the key at once, so that the next caller does
   * not wait for an answer that is no longer needed.
   */
  ask<T>(keyId: string | undefined, question: (key: OpenKey) => Promise<T>, signal?: AbortSignal): Promise<T>;
  details(keyId: string | undefined, signal?: AbortSignal): Promise<KeyDetails>;
  /** Returns whether that key is open now, so that the next open would wait. */
  busy(keyId: string): boolean;
  /** Call after a reset: earlier information about the key no longer identifies it. */
  forget(keyId: string): void;
}
