/** Bytes in one HID report of the FIDO interface (CTAP 2.3, 11.2.8.1: fixed 64-byte reports in both directions). */
export const REPORT_SIZE = 64;

/**
 * Carries 64-byte reports to one security key: node-hid, UDP or the software key in this process. It knows nothing
 * about channels or messages. Framing is in channel.ts.
 */
export interface ReportTransport {
  /** Sends one report of exactly 64 bytes, without report id. Rejects if the key is gone. */
  send(report: Uint8Array): Promise<void>;
  /** Passes every report that arrives to the one listener. A second call replaces the first listener. */
  onReport(listener: (report: Uint8Array) => void): void;
  /**
   * Calls the listener once if the transport ends without close(): the key was unplugged, or the other process ended.
   */
  onClosed(listener: (cause?: unknown) => void): void;
  /** Closes the transport. Safe to call twice. */
  close(): Promise<void>;
}
