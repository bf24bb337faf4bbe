import { z } from 'zod';

/** A text that Graph may leave out or send as null; null then. */
export const optionalText = z
  .string()
  .nullish()
  .transform(text => text ?? null);

/** A link of a page. Absent, null and empty all mean that there is none. */
export const optionalLink = z
  .string()
  .nullish()
  .transform(link => link || undefined);

/** A list that may be null or absent: empty then. */
export function optionalList<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform(list => list ?? []);
}

/** A whole number, also as text: OData writes 64-bit numbers so where the client asks for IEEE 754 compatibility. */
export const wholeNumber = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);
