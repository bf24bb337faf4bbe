import type { HIDAsync } from 'node-hid';
import type { ReportTransport } from '../../../ctap/hid/transport.ts';

/** Report id 0: the FIDO interface has unnumbered reports, and hidapi wants that said in front of each. */
const REPORT_ID = 0;

/** A HID device as a pipe of 64-byte reports. Listeners are removed before close, which node-hid needs to end safely. */
export function hidTransport(device: HIDAsync): ReportTransport {
  let onReport: (report: Uint8Array) => void = () => undefined;
  let onClosed: (cause?: unknown) => void = () => undefined;
  let open = true;

  const end = async (): Promise<boolean> => {
    if (!open) return false;
    open = false;
    device.removeAllListeners('data');
    device.removeAllListeners('error');
    // A late error of a closing device has nobody left to tell.
    device.on('error', () => undefined);
    // A key that was pulled out cannot be closed, and is gone anyway.
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
