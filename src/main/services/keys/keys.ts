import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import type { KeySession } from '../../../ctap/session.ts';
import type { KeyConnection } from './keyConnection.ts';

/**
 * A plugged-in key with a CTAP2 session on it. `gone` aborts with `key-removed` when the key leaves the list or another one takes its place in it, and with
 * `key-host-crashed` when the key host dies.
 */
export interface OpenKey {
  readonly summary: KeySummary;
  readonly session: KeySession;
  readonly connection: KeyConnection;
  readonly gone: AbortSignal;
  /** Transactions so far, by CTAPHID or CTAP2 command name. */
  transactions(): Record<string, number>;
  close(): void;
}

/** The keys on this computer, by their id while plugged in. */
export interface Keys {
  /**
   * The one to use: the named one, or the only one there is.
   * @throws KeydeskError no-key, several-keys, key-not-found
   */
  choose(keyId: string | undefined): Promise<KeySummary>;
  list(): Promise<readonly KeySummary[]>;
  /**
   * Opens a key and reads its getInfo. Two at once would disturb each other, so the second waits until the first has closed it,
   * and fails if another key is at that address by then.
   * @throws KeydeskError key-…, e.g. key-not-fido2 for a U2F-only key, key-changed
   */
  open(keyId: string | undefined, signal?: AbortSignal): Promise<OpenKey>;
  /** Opens a key for one piece of work and closes it after. */
  use<T>(keyId: string | undefined, work: (key: OpenKey) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * As `use`, for a question that changes nothing. When `signal` aborts, the key is closed at once, so that the next caller does not wait
   * for an answer that is no longer wanted.
   */
  ask<T>(keyId: string | undefined, question: (key: OpenKey) => Promise<T>, signal?: AbortSignal): Promise<T>;
  details(keyId: string | undefined, signal?: AbortSignal): Promise<KeyDetails>;
  /** Whether that key is open now, so that the next open would wait. */
  busy(keyId: string): boolean;
  /** Call after a reset: what the key told before no longer identifies it. */
  forget(keyId: string): void;
}
