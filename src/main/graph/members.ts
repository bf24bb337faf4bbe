import { z } from 'zod';

/** A text that Graph may leave out or send as null; null then. */
export const optionalText = z
  .string()
  .nullish()
  .transform(text => text ?? null);
