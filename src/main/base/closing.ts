import { partsOf, partsParam, type UnclosedPart } from '../../contract/errors/closedParts.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../contract/errors/failure.ts';

/** The name of a part, which src/words translates, and the function that closes it. */
export type Closing = readonly [name: string, close: () => unknown];

/**
 * Closes parts one after the other. If one fails, it still closes the others.
 * @throws KeydeskError closing-failed, with the failure of each part, and all errors as its cause
 */
export async function closeInOrder(parts: readonly Closing[]): Promise<void> {
  const failed: { name: string; error: unknown }[] = [];
  for (const [name, close] of parts) {
    try {
      await close();
    } catch (error) {
      failed.push({ name, error });
    }
  }
  if (failed.length === 0) return;
  const codes = failed.map(({ name, error }) => `${name} ${toFailure(error).code}`);
  const cause = new AggregateError(
    failed.map(({ error }) => error),
    codes.join(', '),
  );
  throw new KeydeskError('closing-failed', { parts: partsParam(failed.flatMap(unclosed)) }, { cause });
}

/** Returns the failures of a part's own parts, if it has some. */
function unclosed({ name, error }: { name: string; error: unknown }): UnclosedPart[] {
  return hasCode(error, 'closing-failed') ? partsOf(error.params.parts) : [{ name, failure: toFailure(error) }];
}
