import type { Failure } from './failure.ts';
import { pinRuleWords } from './pinWords.ts';

type Facts = Readonly<Record<string, string>>;

/** A sentence, with a fact after a colon where there is one. */
const ending = (sentence: string, fact: string) => (facts: Facts) =>
  facts[fact] === undefined ? sentence : `${sentence}: ${facts[fact]}`;
const plain = (sentence: string) => () => sentence;

/** What the CTAP layer saw, by its codes (src/ctap/errors.ts). Statuses of the specification keep their names. */
const seen: Readonly<Record<string, (facts: Facts) => string>> = {
  'status-unknown': ({ status }) =>
    `The key answered with ${statusText(status)}, which the specification does not have`,
  'cbor-malformed': ending('The answer of the key is not valid CBOR', 'what'),
  'response-malformed': ({ command, member }) =>
    `The answer of the key${command === undefined ? '' : ` to ${command}`} lacks ${member ?? 'something'}, or has it in the wrong form`,
  'hid-sequence': ({ sequence }) =>
    sequence === undefined
      ? 'A part of the answer is missing or out of order'
      : `A part of the answer is missing or out of order: part ${sequence} came where another one was due`,
  'hid-message-too-long': ({ length, limit }) =>
    length === undefined
      ? 'The message is longer than a message can be'
      : `The message has ${length} bytes; a message of CTAPHID has at most ${limit}`,
  'hid-wrong-channel': plain('The answer went to another channel'),
  'hid-error': ({ hidError }) => `The key answered with ${hidError ?? 'an error'} of CTAPHID`,
  'channel-busy': plain('The key is busy with another program'),
  'no-answer': plain('The key did not answer in time'),
  'transport-closed': plain('The connection to the key was closed'),
  cancelled: ({ answered }) =>
    answered === 'false' ? 'The request was canceled, and the key did not answer' : 'The request was canceled',
  unsupported: ending('The key or Keydesk does not have what was needed', 'what'),
  'agreement-stale': plain('Another program has used the key meanwhile'),
  'pin-rule': ({ rule, minLength, maxLength }) =>
    pinRuleWords({ rule: rule ?? null, minLength: minLength ?? null, maxLength: maxLength ?? null }),
  'pin-impossible': plain('No key can have this PIN'),
  'uv-required': plain('The key wants a fingerprint'),
  'attestation-invalid': ending('The attestation of the passkey is not valid', 'reason'),
  'credential-invalid': ending('The passkey is not valid', 'reason'),
  'assertion-invalid': ending('The signature is not valid', 'reason'),
  'wrong-rp-id-hash': plain('The passkey is for another website'),
};

/** A status byte as the tables of the specification write it. */
function statusText(status: string | undefined): string {
  return status === undefined ? 'a status' : `0x${Number(status).toString(16).padStart(2, '0')}`;
}

/** Returns the details of a failure for a person: its code, which support asks for, and its causes, a line each. */
export function detailLines({ code, cause = [] }: Failure): string[] {
  return [`Code: ${code}`, ...cause.map(causeWords)];
}

/** One cause in words, made from its code and facts. What other programs say stays as it is. */
export function causeWords(cause: string): string {
  const [, code = '', facts = ''] = /^([A-Za-z][\w-]*)(?: \((.*)\))?$/s.exec(cause) ?? [];
  if (/^CTAP[12]_/.test(code)) return `The key answered ${code}`;
  return Object.hasOwn(seen, code) ? (seen[code]?.(factsOf(facts)) ?? cause) : cause;
}

/** Reads “what: a tag, length: 3”. A comma that no name follows belongs to the fact. */
function factsOf(text: string): Facts {
  const parts = text.split(/, (?=\w+: )/).map(part => /^(\w+): (.*)$/s.exec(part));
  return Object.fromEntries(parts.flatMap(part => (part === null ? [] : [[part[1], part[2]]])));
}
