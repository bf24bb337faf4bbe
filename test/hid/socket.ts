import { fromHex } from '../../src/ctap/bytes.ts';
import type { SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { bridge } from './bridge.ts';
import { createGadget, type Gadget } from './gadget.ts';

export const VENDOR_ID = 0x1209;
export const PRODUCT_ID = 0x0001;

/**
 * The rest of the report descriptor after the usage page of the FIDO interface (CTAP 2.3, 11.2.8.2): 64 bytes in, 64
 * out.
 */
const REPORTS = '0901a1010920150026ff007508954081020921150026ff00750895409102c0';
const FIDO_USAGE_PAGE = '06d0f1';
const VENDOR_USAGE_PAGE = '0600ff';

/** A USB socket of the machine, where software keys are plugged in. */
export interface Socket {
  /** The serial number that a key reports here. */
  readonly serial: string;
  /** Plugs in a key, which turns it on, and returns its /dev/hidrawN. */
  plug(key: SoftwareKey): Promise<string>;
  /** Unplugs the key, and thereby turns it off. */
  unplug(): Promise<void>;
}

// boot.ts loads the test files on this computer first, only to transform them. It must create no gadget there.
if (process.env.KEYDESK_HID_AHEAD !== undefined) throw new Error('this is not the machine of the HID lane');

export const sockets = [createSocket(0), createSocket(1), createSocket(2)] as const;

/** A HID device that is not a security key, for the fourth socket. */
export const otherDevice: Gadget = gadgetAt(3, VENDOR_USAGE_PAGE);

function createSocket(number: number): Socket {
  const gadget = gadgetAt(number, FIDO_USAGE_PAGE);
  let unplug: () => Promise<void> = async () => undefined;
  return {
    serial: serialAt(number),
    plug: async key => {
      key.powerOn();
      await gadget.plug();
      const bridged = bridge(gadget.device, key.connect());
      unplug = async () => {
        unplug = async () => undefined;
        key.powerOff();
        await bridged.close();
        await gadget.unplug();
      };
      return gadget.hidraw();
    },
    unplug: () => unplug(),
  };
}

function serialAt(number: number): string {
  return `KD-000${number + 1}`;
}

function gadgetAt(number: number, usagePage: string): Gadget {
  return createGadget(number, {
    vendorId: VENDOR_ID,
    productId: PRODUCT_ID,
    manufacturer: 'Keydesk',
    product: 'Software key',
    serial: serialAt(number),
    reportDescriptor: fromHex(usagePage + REPORTS),
  });
}
