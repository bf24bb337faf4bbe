import { cleanDeviceText, MAX_PASSKEY_NAME } from '../text/deviceText.ts';
import { type NamePart, nameParts } from './schema.ts';

/**
 * Fills a template such as `{model} {serial}` and returns the name of a passkey, 1 to 30 UTF-16 units, cut after a
 * whole grapheme. A placeholder without a value is left out. Returns undefined if nothing remains.
 */
export function nameFromTemplate(
  template: string,
  values: Readonly<Partial<Record<NamePart, string>>>,
): string | undefined {
  const filled = template.replace(/\{(\w+)\}/g, (whole, part: string) =>
    isNamePart(part) ? (values[part] ?? '') : whole,
  );
  return cleanDeviceText(filled, MAX_PASSKEY_NAME);
}

/** Returns the placeholders of a template that no name has, without their braces. */
export function unknownParts(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].flatMap(([, part = '']) => (isNamePart(part) ? [] : [part]));
}

function isNamePart(part: string): part is NamePart {
  return nameParts.some(known => known === part);
}
