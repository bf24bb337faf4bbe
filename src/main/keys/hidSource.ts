import { existsSync } from 'node:fs';
import { type Device, devicesAsync, HIDAsync } from 'node-hid';
import { KeydeskError } from '../../contract/errors.ts';
import type { KeySummary } from '../../contract/keys.ts';
import { hidTransport } from './hidTransport.ts';
import { watchUsb } from './hotplug.ts';
import type { KeySource } from './sources.ts';

/** The FIDO interface of a USB HID device (CTAP 2.3, 11.2.8.2). */
const FIDO_USAGE_PAGE = 0xf1d0;
const FIDO_USAGE = 0x01;
const PREFIX = 'hid:';

/** Security keys on USB, by node-hid's asynchronous API alone: the synchronous one would stall every other key. */
export function hidSource(): KeySource {
  const usb = watchUsb();
  return {
    owns: keyId => keyId.startsWith(PREFIX),
    list: async () => (await devicesAsync()).filter(isFido).map(summarize),
    onChange: usb.onChange,
    open: async keyId => {
      const path = keyId.slice(PREFIX.length);
      await refuseOtherInterfaces(path, keyId);
      try {
        return hidTransport(await HIDAsync.open(path, { nonExclusive: true }));
      } catch (cause) {
        throw openFailure(path, keyId, cause);
      }
    },
    close: usb.close,
  };
}

function isFido(device: Device): boolean {
  return device.usagePage === FIDO_USAGE_PAGE && device.usage === FIDO_USAGE && device.path !== undefined;
}

/** SECURITY: a report is only ever written to a FIDO interface, whatever path a caller names. */
async function refuseOtherInterfaces(path: string, keyId: string): Promise<void> {
  const named = (await devicesAsync()).filter(device => device.path === path);
  if (named.length === 0) throw new KeydeskError('key-not-found', { keyId });
  if (!named.some(isFido)) throw new KeydeskError('key-not-fido2', { keyId });
}

function openFailure(path: string, keyId: string, cause: unknown): KeydeskError {
  const gone = process.platform === 'linux' && !existsSync(path);
  return new KeydeskError(
    gone ? 'key-not-found' : 'key-access-denied',
    { keyId, platform: process.platform },
    { cause },
  );
}

function summarize(device: Device): KeySummary {
  return {
    id: `${PREFIX}${device.path}`,
    vendorId: device.vendorId,
    productId: device.productId,
    ...(device.product ? { product: device.product } : {}),
    ...(device.manufacturer ? { manufacturer: device.manufacturer } : {}),
    ...(device.serialNumber ? { serial: device.serialNumber } : {}),
  };
}
