import { WebUSB } from 'usb';

/** Time for the operating system to finish making or removing its HID nodes after a USB event, in ms. */
const SETTLE = 150;
/** How often to look where no USB events are to be had, in ms. */
const POLL = 2000;

/** Tells that USB devices came or went, debounced; falls back to slow polling where the system gives no events. */
export function watchUsb(): { onChange(listener: () => void): void; close(): Promise<void> } {
  const usb = new WebUSB({ allowAllDevices: true });
  let listener: () => void = () => undefined;
  let settling: NodeJS.Timeout | undefined;
  let polling: NodeJS.Timeout | undefined;
  let listening = false;
  let closed = false;

  const changed = () => {
    clearTimeout(settling);
    settling = setTimeout(() => listener(), SETTLE);
  };
  // Listening rejects out of reach where there is no USB at all, so ask first by a call whose refusal can be caught.
  usb.getDevices().then(
    () => {
      if (closed) return;
      listening = true;
      usb.addEventListener('connect', changed);
      usb.addEventListener('disconnect', changed);
    },
    () => {
      if (!closed) polling = setInterval(() => listener(), POLL).unref();
    },
  );

  return {
    onChange: next => {
      listener = next;
    },
    close: async () => {
      closed = true;
      clearTimeout(settling);
      clearInterval(polling);
      if (!listening) return;
      usb.removeEventListener('connect', changed);
      usb.removeEventListener('disconnect', changed);
    },
  };
}
