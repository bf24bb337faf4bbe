import { z } from 'zod';

/** A text. Numbers are read as text: a service that writes an employee id as a number means its digits. */
const textual = z.union([z.string(), z.number().transform(String)]);

/** A text that only describes. Absent, null and what is no text tell nothing: nobody is kept from the rest for its sake. */
export const describingText = textual
  .nullish()
  .catch(null)
  .transform(text => text ?? null);

/** True or false, also as text. */
export const booleanOrText = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);

/** A text that Graph may leave out or send as null; null then. */
export const optionalText = textual.nullish().transform(text => text ?? null);

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

/** The same for lists of which one entry does not depend on another: those that cannot be read are left out. */
export function readableList<T extends z.ZodType>(item: T) {
  return optionalList(z.unknown()).transform(list =>
    list.flatMap(entry => {
      const read = item.safeParse(entry);
      return read.success ? [read.data] : [];
    }),
  );
}

/** A whole number, also as text: OData writes 64-bit numbers so where the client asks for IEEE 754 compatibility. */
export const wholeNumber = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);
