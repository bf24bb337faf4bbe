import type { HIDAsync } from 'node-hid';
import type { ReportTransport } from '../../../ctap/hid/transport.ts';

/** Report id 0: the FIDO interface has unnumbered reports, and hidapi requires this byte before each report. */
const REPORT_ID = 0;

/**
 * Returns a HID device as a transport of 64-byte reports. It removes listeners before close; otherwise node-hid does
 * not end safely.
 */
export function hidTransport(device: HIDAsync): ReportTransport {
  let onReport: (report: Uint8Array) => void = () => undefined;
  let onClosed: (cause?: unknown) => void = () => undefined;
  let open = true;

  const end = async (): Promise<boolean> => {
    if (!open) return false;
    open = false;
    device.removeAllListeners('data');
    device.removeAllListeners('error');
    // Ignores late errors: the device is closing, and no listener is left.
    device.on('error', () => undefined);
    // Closing a key that was pulled out throws. There is nothing left to close.
    await device.close().catch(() => undefined);
    return true;
  };
  const fail = async (cause: unknown) => {
    if (await end()) onClosed(cause);
  };

  device.on('data', (data: Uint8Array) => onReport(new Uint8Array(data)));
  device.on('error', fail);

  return {
    send: async report => {
      try {
        await device.write([REPORT_ID, ...report]);
      } catch (cause) {
        await fail(cause);
        throw cause;
      }
    },
    onReport: listener => {
      onReport = listener;
    },
    onClosed: listener => {
      onClosed = listener;
    },
    close: async () => {
      await end();
    },
  };
}
