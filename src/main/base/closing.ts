import { KeydeskError } from '../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../contract/errors/failure.ts';
import { wordsFor } from '../../contract/errors/words.ts';

/** One part that is closed, with its name for a person. */
export type Closing = readonly [name: string, close: () => unknown];

/**
 * Closes parts one after the other. A part that fails does not keep the others open.
 * @throws KeydeskError closing-failed, with what each part said in words, and all errors as its cause
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
  throw new KeydeskError('closing-failed', { detail: failed.map(said).join(' ') }, { cause });
}

function said({ name, error }: { name: string; error: unknown }): string {
  // A part that has parts of its own has said what each of them said.
  if (hasCode(error, 'closing-failed')) return String(error.params.detail);
  return `${name}: ${wordsFor(toFailure(error)).message}`;
}
