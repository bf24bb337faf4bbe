/** Causes of errors with a key, by the codes of src/ctap/errors.ts, and of the network. The details of an error show them. */
export const causes = {
  code: 'Code: {code}',
  answered: 'The key answered {status}',
  'status-unknown':
    '{status, select, null {The key answered with a status that is not in the specification} other {The key answered with {status}, which is not in the specification}}',
  'cbor-malformed':
    '{why, select, null {The answer of the key is not valid CBOR} other {The answer of the key is not valid CBOR: {why}}}',
  'response-malformed':
    '{member, select, null {The answer of the key lacks a member, or has it in the wrong format} other {{command, select, null {The answer of the key lacks {member}, or has it in the wrong format} other {The answer of the key to {command} lacks {member}, or has it in the wrong format}}}}',
  'hid-sequence':
    '{sequence, select, null {A part of the answer is missing or out of order} other {A part of the answer is missing or out of order: part {sequence} arrived where another one was expected}}',
  'hid-message-too-long':
    '{length, select, null {The message is longer than a message can be} other {The message has {length} bytes; a CTAPHID message has at most {limit}}}',
  'hid-wrong-channel': 'The answer went to another channel',
  'hid-error':
    '{hidError, select, null {The key answered with an error of CTAPHID} other {The key answered with {hidError} of CTAPHID}}',
  'channel-busy': 'Another program is using the key',
  'no-answer': 'The key did not answer in time',
  'transport-closed': 'The connection to the key was closed',
  cancelled:
    '{answered, select, false {The request was canceled, and the key did not answer} other {The request was canceled}}',
  unsupported:
    '{why, select, null {{what, select, null {The key or Keydesk does not support what was needed} other {The key or Keydesk does not support what was needed: {what}}}} other {{why}}}',
  'agreement-stale': 'Another program has used the key in the meantime',
  'pin-impossible': 'No key can have this PIN',
  'uv-required': 'The key requires a fingerprint',
  'attestation-invalid':
    '{why, select, null {The attestation of the passkey is not valid} other {The attestation of the passkey is not valid. {why}}}',
  'credential-invalid': '{why, select, null {The passkey is not valid} other {The passkey is not valid. {why}}}',
  'assertion-invalid': '{why, select, null {The signature is not valid} other {The signature is not valid. {why}}}',
  'wrong-rp-id-hash': 'The passkey is for another website',
  'network-fault':
    '{kind, select, cancelled {The request was canceled} timeout {The server did not answer in time} untrusted {{reason, select, null {The certificate of the server is not trusted} other {The certificate of the server is not trusted ({reason})}}} too_large {The answer of the server is too large} malformed {{reason, select, null {The answer of the server does not follow HTTP} other {The answer of the server does not follow HTTP ({reason})}}} other {{reason, select, null {The connection failed} other {The connection failed ({reason})}}}}',
} as const;

/** What is wrong with CBOR. */
export const cborFaults = {
  'trailing-bytes': 'it has trailing bytes',
  'not-cbor': 'it cannot be decoded',
  'map-key-type': 'a map key is neither a number nor a text',
  'map-key-text': 'a map key is damaged text',
  'duplicate-key': 'it has a duplicate map key',
  'string-too-long': 'a string is longer than the message',
  'array-too-long': 'an array is longer than the message',
  'map-too-long': 'a map is longer than the message',
  tag: 'it contains a tag',
  'too-deep': 'it is nested too deeply',
  'cut-short': 'it is incomplete',
  'simple-value': 'it has an unassigned simple value',
  'indefinite-length': 'it has an indefinite length',
} as const;
