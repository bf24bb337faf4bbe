import { z } from 'zod';

/** A text. Numbers are read as text: a service that sends an employee id as a number means its digits. */
const textual = z.union([z.string(), z.number().transform(String)]);

/**
 * A text that only describes. Missing, null and other types count as unknown, so that the rest of the entry can be
 * read.
 */
export const describingText = textual
  .nullish()
  .catch(null)
  .transform(text => text ?? null);

/** True or false, or the same as text. */
export const booleanOrText = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);

/** A text that may be missing or null. Missing becomes null. */
export const optionalText = textual.nullish().transform(text => text ?? null);

/** A link of a page. Missing, null and empty mean that there is no link. */
export const optionalLink = z
  .string()
  .nullish()
  .transform(link => link || undefined);

/** A list that may be null or missing, which becomes an empty list. */
export function optionalList<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform(list => list ?? []);
}

/** The same for lists with independent entries: unreadable entries are left out. */
export function readableList<T extends z.ZodType>(item: T) {
  return optionalList(z.unknown()).transform(list =>
    list.flatMap(entry => {
      const read = item.safeParse(entry);
      return read.success ? [read.data] : [];
    }),
  );
}

/**
 * A whole number, or the same as text: OData writes 64-bit numbers as text if the client requests IEEE 754
 * compatibility.
 */
export const wholeNumber = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);
