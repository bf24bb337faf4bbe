import { cleanDeviceText } from '../../contract/deviceText.ts';
import type { KeySummary } from '../../contract/keys.ts';

/** A key as it is listed: what it tells of itself is shown, logged and printed, so it is cleaned where it comes in. */
export function cleanSummary({ product, manufacturer, serial, ...key }: KeySummary): KeySummary {
  const told = { product, manufacturer, serial };
  const clean = Object.entries(told).map(([name, text]) => [name, cleanDeviceText(text)] as const);
  return { ...key, ...Object.fromEntries(clean.filter(([, text]) => text !== undefined)) };
}
