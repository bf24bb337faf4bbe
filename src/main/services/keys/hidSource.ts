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
/** When to enumerate again after a failed or inconclusive enumeration, in ms. */
const AGAIN = 200;
/** How long to retry opening: the system may set the permissions of a new node a moment after it made the node. In ms. */
const RIGHTS_PATIENCE = 600;
const RIGHTS_LOOK = 100;

/** The part of node-hid and of the system that is used. Tests replace it. */
export interface HidSystem {
  devices(): Promise<Device[]>;
  open(path: string): Promise<ReportTransport>;
  watch(): UsbWatch;
}

/** node-hid's asynchronous API alone: the synchronous one would stall every other key. */
const realSystem: HidSystem = {
  devices: devicesAsync,
  open: async path => hidTransport(await HIDAsync.open(path, { nonExclusive: true })),
  watch: () => watchUsb(),
};

/** Security keys on USB. */
export function hidSource(system: HidSystem = realSystem): KeySource {
  const usb = system.watch();
  const plugged = createPluggedList<KeySummary>(({ id }) => id);
  let changed: () => void = () => undefined;
  let again: NodeJS.Timeout | undefined;
  const lookAgain = () => {
    clearTimeout(again);
    again = setTimeout(() => changed(), AGAIN).unref();
  };
  /** Reports the end of an open key's handle at once. */
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

/** SECURITY: a report is only ever written to a FIDO interface, whatever path a caller names. */
async function fidoInterface(system: HidSystem, path: string, keyId: string): Promise<KeySummary> {
  const devices = await system.devices().catch(cause => {
    throw new KeydeskError('usb-unavailable', {}, { cause });
  });
  const named = devices.filter(device => device.path === path);
  const fido = named.find(isFido);
  if (fido !== undefined) return summarize(fido);
  throw new KeydeskError(named.length === 0 ? 'key-not-found' : 'key-not-fido2', { keyId });
}

/** Tries twice: a single enumeration may fail or leave out a key. */
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
