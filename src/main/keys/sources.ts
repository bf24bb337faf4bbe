import type { KeySummary } from '../../contract/keys.ts';
import type { ReportTransport } from '../../ctap/hid/transport.ts';

/** A place that keys come from: USB HID, development keys over UDP, or the practice key. */
export interface KeySource {
  /** Whether other processes reach the same keys. */
  readonly shared: boolean;
  /** Whether this source knows how to open a key of that id. */
  owns(keyId: string): boolean;
  /** Rejects where the source cannot be asked now; what it listed before still holds then. */
  list(): Promise<KeySummary[]>;
  /** Calls back after anything may have been plugged in or out. */
  onChange(listener: () => void): void;
  /** Opens a key, and tells which one it is now. @throws KeydeskError key-not-found, key-access-denied, key-not-fido2 */
  open(keyId: string): Promise<KeyTransport>;
  close(): Promise<void>;
}

/** The pipe to a key, and which key that is. */
export interface KeyTransport extends ReportTransport {
  readonly key: KeySummary;
}
