import { type Spoken, say, wordsOf } from '../../words/say.ts';
import type { Value, Values } from '../../words/types.ts';
import { reasonWords } from './facts.ts';
import type { Failure } from './failure.ts';
import type { Face } from './wording.ts';
import { wordsFor } from './words.ts';

/** Returns the details of a failure for people: its code, which support asks for, and its causes, one per line. */
export function detailLines(failure: Failure, language?: Spoken): string[] {
  return [wordsOf('causes', language).code({ code: failure.code }), ...causeLines(failure, 'window', language)];
}

/**
 * Returns the causes of a failure for people. Leaves out a cause that only repeats the message of the failure, or an
 * earlier cause.
 * @param face the face that shows the message
 */
export function causeLines(failure: Failure, face: Face, language?: Spoken): string[] {
  const causes = new Set((failure.cause ?? []).map(cause => causeWords(cause, language)));
  const { message } = wordsFor(failure, face, language);
  return [...causes].filter(words => !contains(message, words.replace(/\.$/, '')));
}

/** Returns whether a sentence contains whole words. */
function contains(sentence: string, words: string): boolean {
  const isPart = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  const at = sentence.indexOf(words);
  return at !== -1 && !isPart(sentence[at - 1]) && !isPart(sentence[at + words.length]);
}

/** A failed exchange (src/main/services/network/fault.ts): its kind, and a code of Node or OpenSSL. */
const NETWORK_FAULT = /^NetworkFault: ([a-z-]+)(?:: (.+))?$/s;

/**
 * Returns one cause in words, made from its code and facts (src/ctap/errors.ts). Status names of the specification and
 * texts of other programs are unchanged.
 */
export function causeWords(cause: string, language?: Spoken): string {
  const words = wordsOf('causes', language);
  const [, kind, reason] = NETWORK_FAULT.exec(cause) ?? [];
  // The reason of an answer that is too large is a code of Keydesk's own, which the message of the failure explains.
  if (kind !== undefined)
    return say(words['network-fault'], { kind, reason: kind === 'too-large' ? null : (reason ?? null) });
  const [, code = '', facts = ''] = /^([A-Za-z][\w-]*)(?: \((.*)\))?$/s.exec(cause) ?? [];
  if (/^CTAP[12]_/.test(code)) return words.answered({ status: code });
  const params = paramsOf(facts);
  if (code === 'pin-rule') return wordsFor({ code: 'pin-breaks-rule', params }, 'window', language).message;
  if (!Object.hasOwn(words, code)) return cause;
  return say(words[code as keyof typeof words], { ...params, ...factsOf(code, params, language) });
}

/** Returns the other values that a message uses besides the facts of a cause. */
function factsOf(code: string, params: Readonly<Record<string, string>>, language: Spoken | undefined): Values {
  const { what, reason, status } = params;
  const faults: Readonly<Record<string, string>> = wordsOf('cborFaults', language);
  const why = reason === undefined ? null : withoutStop(reasonWords(reason, params, language));
  if (code === 'cbor-malformed') return { why: faults[what ?? ''] ?? what };
  if (code === 'unsupported' && what !== undefined) {
    const known = reasonWords(what, params, language);
    return { why: known === what ? null : withoutStop(known) };
  }
  return { why, status: status === undefined ? null : statusText(status) };
}

/** Removes the full stop of a sentence, for the end of a line. */
function withoutStop(sentence: Value): Value {
  return typeof sentence === 'string' ? sentence.replace(/\.$/, '') : sentence;
}

/** Formats a status byte as in the tables of the specification. */
function statusText(status: string): string {
  return `0x${Number(status).toString(16).padStart(2, '0')}`;
}

/** Parses “what: tag, length: 3”. A comma without a name after it belongs to the fact. */
function paramsOf(text: string): Readonly<Record<string, string>> {
  const parts = text.split(/, (?=\w+: )/).map(part => /^(\w+): (.*)$/s.exec(part));
  return Object.fromEntries(parts.flatMap(part => (part === null ? [] : [[part[1], part[2]]])));
}
