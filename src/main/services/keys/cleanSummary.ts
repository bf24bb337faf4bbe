import type { KeySummary } from '../../../contract/keys/schema.ts';
import { cleanDeviceText } from '../../../contract/text/deviceText.ts';

/** Cleans the texts of a key as soon as they come in, because they are shown, logged and printed. */
export function cleanSummary({ product, manufacturer, serial, ...key }: KeySummary): KeySummary {
  const told = { product, manufacturer, serial };
  const clean = Object.entries(told).map(([name, text]) => [name, cleanDeviceText(text)] as const);
  return { ...key, ...Object.fromEntries(clean.filter(([, text]) => text !== undefined)) };
}
