import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { ReportTransport } from '../../../ctap/hid/transport.ts';

/** A place that keys come from: USB HID, development keys over UDP, or the practice key. */
export interface KeySource {
  /** By what all processes that reach this key lock it; undefined where no other process does. */
  lockName(keyId: string): string | undefined;
  /** Whether this source knows how to open a key of that id. */
  owns(keyId: string): boolean;
  /** Lists the keys. If it rejects, the last list stays valid. */
  list(): Promise<KeySummary[]>;
  /** Calls back after anything may have been plugged in or out. */
  onChange(listener: () => void): void;
  /** Opens the key that is at this address now. @throws KeydeskError key-not-found, key-access-denied, key-not-fido2, usb-unavailable */
  open(keyId: string): Promise<KeyTransport>;
  close(): Promise<void>;
}

/** The transport of an open key, and its summary. */
export interface KeyTransport extends ReportTransport {
  readonly key: KeySummary;
}
