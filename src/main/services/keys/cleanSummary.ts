import type { KeySummary } from '../../../contract/keys/schema.ts';
import { cleanDeviceText } from '../../../contract/text/deviceText.ts';

/** Cleans the texts of a key when they arrive, because Keydesk shows, logs and prints them. */
export function cleanSummary({ product, manufacturer, serial, ...key }: KeySummary): KeySummary {
  const told = { product, manufacturer, serial };
  const clean = Object.entries(told).map(([name, text]) => [name, cleanDeviceText(text)] as const);
  return { ...key, ...Object.fromEntries(clean.filter(([, text]) => text !== undefined)) };
}
