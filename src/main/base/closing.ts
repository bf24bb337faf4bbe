import { partsOf, partsParam, type UnclosedPart } from '../../contract/errors/closedParts.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../contract/errors/failure.ts';

/** One part that is closed, with its name: src/words has words for it. */
export type Closing = readonly [name: string, close: () => unknown];

/**
 * Closes parts one after the other. A part that fails does not keep the others open.
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
  const cause = new AggregateError(failed.map(({ error }) => error));
  throw new KeydeskError('closing-failed', { parts: partsParam(failed.flatMap(unclosed)) }, { cause });
}

/** A part that has parts of its own fails with the failures of these. */
function unclosed({ name, error }: { name: string; error: unknown }): UnclosedPart[] {
  return hasCode(error, 'closing-failed') ? partsOf(error.params.parts) : [{ name, failure: toFailure(error) }];
}
