import { WebUSB } from 'usb';

/**
 * When to enumerate after a USB event, in ms. Systems add and remove HID nodes after the event, and much later on a
 * busy computer.
 */
const LOOKS = [150, 400, 1000, 2500];
/** The interval of enumerations if the system sends no USB events, in ms. */
const POLL = 2000;
/** The interval if the system sends USB events, in ms. Events can get lost, and some virtual buses send none. */
const BACKSTOP = 5000;

/** The used part of WebUSB. */
export interface UsbEvents {
  getDevices(): Promise<unknown>;
  addEventListener(type: 'connect' | 'disconnect', listener: () => void): void;
  removeEventListener(type: 'connect' | 'disconnect', listener: () => void): void;
}

export interface UsbWatch {
  onChange(listener: () => void): void;
  close(): Promise<void>;
}

/**
 * Calls the listener when USB devices may have been plugged in or out: several times after each event, and at a slow
 * interval.
 */
export function watchUsb(usb: UsbEvents = new WebUSB({ allowAllDevices: true })): UsbWatch {
  let listener: () => void = () => undefined;
  let looks: NodeJS.Timeout[] = [];
  let listening = false;
  let closed = false;
  const poll = (every: number) => setInterval(() => listener(), every).unref();
  let polling = poll(POLL);

  const changed = () => {
    for (const look of looks) clearTimeout(look);
    looks = LOOKS.map(after => setTimeout(() => listener(), after).unref());
  };
  // Without USB, listening rejects a promise that nothing can catch. So this calls a method first whose rejection can
  // be caught.
  usb.getDevices().then(
    () => {
      if (closed) return;
      listening = true;
      usb.addEventListener('connect', changed);
      usb.addEventListener('disconnect', changed);
      clearInterval(polling);
      polling = poll(BACKSTOP);
    },
    () => undefined,
  );

  return {
    onChange: next => {
      listener = next;
    },
    close: async () => {
      closed = true;
      for (const look of looks) clearTimeout(look);
      clearInterval(polling);
      if (!listening) return;
      usb.removeEventListener('connect', changed);
      usb.removeEventListener('disconnect', changed);
    },
  };
}
