import type { KeySummary } from '../../contract/keys.ts';
import type { ReportTransport } from '../../ctap/hid/transport.ts';

/** A place that keys come from: USB HID, development keys over UDP, or the practice key. */
export interface KeySource {
  /** Whether this source knows how to open a key of that id. */
  owns(keyId: string): boolean;
  list(): Promise<KeySummary[]>;
  /** Calls back after anything was plugged in or out. */
  onChange(listener: () => void): void;
  /** @throws KeydeskError key-not-found, key-access-denied, key-not-fido2 */
  open(keyId: string): Promise<ReportTransport>;
  close(): Promise<void>;
}
