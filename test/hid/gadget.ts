import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ENGLISH = 'strings/0x409';
const HID = 'functions/hid.0';

/** The descriptor of a USB device, and the report descriptor of its one HID interface. */
export interface GadgetIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturer: string;
  readonly product: string;
  readonly serial: string;
  readonly reportDescriptor: Uint8Array;
}

/** A USB HID device that this computer simulates. */
export interface Gadget {
  /** The device's end, /dev/hidgN, where its reports are read and written. Exists while plugged in. */
  readonly device: string;
  plug(): Promise<void>;
  /** Returns the computer's end, /dev/hidrawN, as soon as it exists. */
  hidraw(): Promise<string>;
  unplug(): Promise<void>;
}

/** Creates a device for the simulated USB socket `socket`, from 0, by configfs (Linux, usb/gadget_configfs). */
export function createGadget(socket: number, identity: GadgetIdentity): Gadget {
  const folder = `/sys/kernel/config/usb_gadget/socket${socket}`;
  if (!existsSync(folder)) describe(folder, identity);
  const write = (name: string, value: string) => writeFileSync(join(folder, name), value);
  const minor = readFileSync(join(folder, HID, 'dev'), 'utf8')
    .trim()
    .split(':')[1];
  const device = `/dev/hidg${minor}`;

  return {
    device,
    plug: async () => {
      write('UDC', `dummy_udc.${socket}`);
      await until(() => existsSync(device));
    },
    hidraw: () => until(() => hidrawOf(identity.serial)),
    unplug: async () => {
      write('UDC', '\n');
      await until(() => hidrawOf(identity.serial) === undefined);
    },
  };
}

function describe(folder: string, identity: GadgetIdentity): void {
  for (const name of ['', ENGLISH, HID, 'configs/c.1']) mkdirSync(join(folder, name));
  const members = {
    idVendor: String(identity.vendorId),
    idProduct: String(identity.productId),
    [`${ENGLISH}/manufacturer`]: identity.manufacturer,
    [`${ENGLISH}/product`]: identity.product,
    [`${ENGLISH}/serialnumber`]: identity.serial,
    [`${HID}/report_length`]: '64',
    [`${HID}/report_desc`]: identity.reportDescriptor,
  };
  for (const [name, value] of Object.entries(members)) writeFileSync(join(folder, name), value);
  symlinkSync(join(folder, HID), join(folder, 'configs/c.1/hid.0'));
}

/**
 * Withholds the driver of new HID devices, without which they have no /dev/hidrawN. Returns a function that binds it.
 */
export function withholdDrivers(): () => void {
  writeFileSync('/sys/bus/hid/drivers_autoprobe', '0');
  return () => {
    writeFileSync('/sys/bus/hid/drivers_autoprobe', '1');
    for (const name of readdirSync('/sys/bus/hid/devices')) {
      if (existsSync(`/sys/bus/hid/devices/${name}/driver`)) continue;
      writeFileSync('/sys/bus/hid/drivers/hid-generic/bind', name);
    }
  };
}

function hidrawOf(serial: string): string | undefined {
  const name = readdirSync('/sys/class/hidraw').find(candidate => serialOf(candidate) === serial);
  return name !== undefined && existsSync(`/dev/${name}`) ? `/dev/${name}` : undefined;
}

function serialOf(hidraw: string): string | undefined {
  try {
    return /^HID_UNIQ=(.*)$/m.exec(readFileSync(`/sys/class/hidraw/${hidraw}/device/uevent`, 'utf8'))?.[1];
  } catch {
    // The device was unplugged meanwhile.
    return undefined;
  }
}

/** Polls `look` and returns its first true value. */
async function until<T>(look: () => T): Promise<NonNullable<T>> {
  for (;;) {
    const seen = look();
    if (seen) return seen;
    await sleep(20);
  }
}
