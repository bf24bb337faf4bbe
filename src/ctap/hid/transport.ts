/** Bytes in one HID report of the FIDO interface (CTAP 2.3, 11.2.8.1: fixed 64-byte reports in both directions). */
export const REPORT_SIZE = 64;

/**
 * A pipe of 64-byte reports to one security key: node-hid, UDP or the software key in this process.
 * It knows nothing of channels or messages; framing lives in channel.ts.
 */
export interface ReportTransport {
  /** Sends one report of exactly 64 bytes, without report id. Rejects when the key is gone. */
  send(report: Uint8Array): Promise<void>;
  /** Hands every report that arrives to the one listener; a second call replaces the first listener. */
  onReport(listener: (report: Uint8Array) => void): void;
  /** Called once when the pipe ends without close() having been called: the key was pulled out, or the other end died. */
  onClosed(listener: (cause?: unknown) => void): void;
  /** Ends the pipe. Safe to call twice. */
  close(): Promise<void>;
}
