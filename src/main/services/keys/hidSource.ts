import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Device, devicesAsync, HIDAsync } from 'node-hid';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { ReportTransport } from '../../../ctap/hid/transport.ts';
import { hidTransport } from './hidTransport.ts';
import { type UsbWatch, watchUsb } from './hotplug.ts';
import { createPluggedList } from './pluggedList.ts';
import type { KeySource } from './sources.ts';

/** The FIDO interface of a USB HID device (CTAP 2.3, 11.2.8.2). */
const FIDO_USAGE_PAGE = 0xf1d0;
const FIDO_USAGE = 0x01;
const PREFIX = 'hid:';
/** The wait before another enumeration after one that failed or was inconclusive, in ms. */
const AGAIN = 200;
/**
 * How long to retry opening, in ms. The system may set the permissions of a new device node some time after it creates
 * the node.
 */
const RIGHTS_PATIENCE = 600;
const RIGHTS_LOOK = 100;

/** The used part of node-hid and of the system. Tests replace it. */
export interface HidSystem {
  devices(): Promise<Device[]>;
  open(path: string): Promise<ReportTransport>;
  watch(): UsbWatch;
}

/** Uses only node-hid's asynchronous API: the synchronous one would block all other keys. */
const realSystem: HidSystem = {
  devices: devicesAsync,
  open: async path => hidTransport(await HIDAsync.open(path, { nonExclusive: true })),
  watch: () => watchUsb(),
};

/** Creates the source of security keys on USB. */
export function hidSource(system: HidSystem = realSystem): KeySource {
  const usb = system.watch();
  const plugged = createPluggedList<KeySummary>(({ id }) => id);
  let changed: () => void = () => undefined;
  let again: NodeJS.Timeout | undefined;
  const lookAgain = () => {
    clearTimeout(again);
    again = setTimeout(() => changed(), AGAIN).unref();
  };
  /** Reports at once when the handle of an open key ends. */
  const watched = (transport: ReportTransport, id: string): ReportTransport => ({
    ...transport,
    onClosed: listener =>
      transport.onClosed(cause => {
        plugged.left(id);
        listener(cause);
        changed();
      }),
  });

  return {
    lockName: keyId => keyId,
    owns: keyId => keyId.startsWith(PREFIX),
    list: async () => {
      try {
        const { present, unsure } = plugged.take((await system.devices()).filter(isFido).map(summarize));
        if (unsure) lookAgain();
        return present;
      } catch (error) {
        lookAgain();
        throw error;
      }
    },
    onChange: listener => {
      changed = listener;
      usb.onChange(listener);
    },
    open: async keyId => {
      const path = keyId.slice(PREFIX.length);
      for (let waited = 0; ; waited += RIGHTS_LOOK) {
        const key = await lookTwice(() => fidoInterface(system, path, keyId));
        try {
          return { ...watched(await system.open(path), keyId), key };
        } catch (cause) {
          const failure = openFailure(path, keyId, cause);
          if (failure.code !== 'key-access-denied' || waited >= RIGHTS_PATIENCE) throw failure;
          await sleep(RIGHTS_LOOK);
        }
      }
    },
    close: async () => {
      clearTimeout(again);
      await usb.close();
    },
  };
}

function isFido(device: Device): boolean {
  return device.usagePage === FIDO_USAGE_PAGE && device.usage === FIDO_USAGE && device.path !== undefined;
}

/**
 * Returns the FIDO interface at a path. SECURITY: reports are only written to a FIDO interface, whatever path a caller
 * passes.
 */
async function fidoInterface(system: HidSystem, path: string, keyId: string): Promise<KeySummary> {
  const devices = await system.devices().catch(cause => {
    throw new KeydeskError('usb-unavailable', {}, { cause });
  });
  const named = devices.filter(device => device.path === path);
  const fido = named.find(isFido);
  if (fido !== undefined) return summarize(fido);
  throw new KeydeskError(named.length === 0 ? 'key-not-found' : 'key-not-fido2', { keyId });
}

/** Enumerates up to twice: one enumeration may fail or miss a key. */
async function lookTwice(look: () => Promise<KeySummary>): Promise<KeySummary> {
  try {
    return await look();
  } catch (error) {
    if (hasCode(error, 'key-not-fido2')) throw error;
    await sleep(AGAIN);
    return look();
  }
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
