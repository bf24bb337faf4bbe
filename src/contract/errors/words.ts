import { type Spoken, say, wordsOf } from '../../words/say.ts';
import { extended } from './answers.ts';
import { closedParts } from './closedParts.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';
import { factsOf } from './facts.ts';
import { innerMessage } from './innerFailure.ts';
import type { Face, Words } from './wording.ts';

/** The words of one code in a catalog. `next` is used if a face has no text of its own. */
type Entry = Readonly<Partial<Record<'message' | 'next' | 'command' | 'check', unknown>>>;

type Catalog = ReturnType<typeof wordsOf<'errors'>>;
/** Codes without a message, and messages without a code. The compiler rejects both. */
type Unmatched = Exclude<ErrorCode, keyof Catalog> | Exclude<keyof Catalog, ErrorCode>;
const allMatched: [Unmatched] extends [never] ? true : Unmatched = true;

/**
 * Returns the words of a failure for a face.
 * @param failure its `params` are the values in the text
 * @param language undefined for the current one
 */
export function wordsFor(
  failure: { code: ErrorCode; params: ErrorParams },
  face: Face = 'window',
  language?: Spoken,
): Words {
  const { code, params } = failure;
  const catalog: Readonly<Record<ErrorCode, Entry>> = wordsOf('errors', language);
  const { message, next, ...faces } = catalog[code];
  const messageOf = (part: typeof failure) => wordsFor(part, 'command', language).message;
  const parts = code === 'closing-failed' ? { parts: closedParts(params.parts, messageOf, language) } : {};
  const inner = code === 'batch-checked-in-part' ? { why: innerMessage(params.reason, messageOf) } : {};
  const facts = { ...factsOf(code, params, language), ...parts, ...inner };
  const { command, check } = faces;
  const own = { window: undefined, command, check, 'command-check': check ?? command }[face];
  const words = { message: say(message, facts), next: say(own ?? next, facts) };
  return allMatched && extended(words, code, facts, language);
}
