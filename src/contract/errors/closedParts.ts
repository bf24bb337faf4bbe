import { z } from 'zod';
import { type Spoken, wordsOf } from '../../words/say.ts';
import { type Failure, failureSchema } from './failure.ts';

/** A component that could not be closed, by its name, and why. */
const partsSchema = z.array(z.object({ name: z.string(), failure: failureSchema }));
export type UnclosedPart = z.infer<typeof partsSchema>[number];

/** Encodes components as a parameter of `closing-failed`. */
export function partsParam(parts: readonly UnclosedPart[]): string {
  return JSON.stringify(parts);
}

export function partsOf(param: unknown): UnclosedPart[] {
  try {
    return partsSchema.parse(JSON.parse(String(param)));
  } catch {
    // A failure without components, or from another version.
    return [];
  }
}

/** Returns which components could not be closed, and why. */
export function closedParts(param: unknown, messageOf: (failure: Failure) => string, language?: Spoken): string {
  const words = wordsOf('closing', language);
  return partsOf(param)
    .map(({ name, failure }) =>
      words.part({
        name: Object.hasOwn(words.names, name) ? words.names[name as keyof typeof words.names] : name,
        message: messageOf(failure),
      }),
    )
    .join(' ');
}
