import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { ReportTransport } from '../../../ctap/hid/transport.ts';

/** A source of keys: USB HID, development keys over UDP, or the practice key. */
export interface KeySource {
  /**
   * Returns the name of the lock that all processes use for this key. Returns undefined if no other process can use the
   * key.
   */
  lockName(keyId: string): string | undefined;
  /** Returns whether this source can open a key of that id. */
  owns(keyId: string): boolean;
  /** Lists the keys. If it rejects, the last list stays valid. */
  list(): Promise<KeySummary[]>;
  /** Calls the listener after a key may have been plugged in or out. */
  onChange(listener: () => void): void;
  /**
   * Opens the key that is at this address now.
   * @throws KeydeskError key-not-found, key-access-denied, key-not-fido2, usb-unavailable
   */
  open(keyId: string): Promise<KeyTransport>;
  close(): Promise<void>;
}

/** The transport of an open key, and its summary. */
export interface KeyTransport extends ReportTransport {
  readonly key: KeySummary;
}
