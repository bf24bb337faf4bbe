import type { Failure } from './failure.ts';

/** What the CTAP layer saw, by its codes (src/ctap/errors.ts). Statuses of the specification keep their names. */
const seen: Readonly<Record<string, string>> = {
  'status-unknown': 'The key answered with a status that the specification does not have',
  'cbor-malformed': 'The answer of the key is not valid CBOR',
  'response-malformed': 'The answer of the key lacks something, or has it in the wrong form',
  'hid-sequence': 'A part of the answer is missing or out of order',
  'hid-message-too-long': 'The answer is longer than a message can be',
  'hid-wrong-channel': 'The answer went to another channel',
  'hid-error': 'The key answered with an error of CTAPHID',
  'channel-busy': 'The key is busy with another program',
  'no-answer': 'The key did not answer in time',
  'transport-closed': 'The connection to the key was closed',
  cancelled: 'The request was canceled',
  unsupported: 'The key or Keydesk does not have what was needed',
  'agreement-stale': 'Another program has used the key meanwhile',
  'pin-rule': 'The PIN breaks a rule of the key',
  'pin-impossible': 'No key can have this PIN',
  'uv-required': 'The key wants a fingerprint',
  'attestation-invalid': 'The attestation of the passkey is not valid',
  'credential-invalid': 'The passkey is not valid',
  'assertion-invalid': 'The signature is not valid',
  'wrong-rp-id-hash': 'The passkey is for another website',
};

/** Returns the details of a failure for a person: its code, which support asks for, and its causes, a line each. */
export function detailLines({ code, cause = [] }: Failure): string[] {
  return [`Code: ${code}`, ...cause.map(causeWords)];
}

/** One cause in words. Its facts stay beside it, such as “length: 3”. */
export function causeWords(cause: string): string {
  const [, code = '', facts = ''] = /^([A-Za-z][\w-]*)(?: (\(.*\)))?$/s.exec(cause) ?? [];
  if (/^CTAP[12]_/.test(code)) return `The key answered ${cause}`;
  const words = seen[code];
  if (words === undefined) return cause;
  return facts === '' ? words : `${words} ${facts}`;
}
