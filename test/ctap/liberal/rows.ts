/**
 * Inputs that the host accepts or rejects, with the expected result. docs/decisions/0025 has the reason for each rule.
 * rows.test.ts runs every row and compares this list with that page.
 */

/** Bytes are hexadecimal. Spaces are for readability. */
export type Given =
  /** One item of CBOR. */
  | { kind: 'cbor'; bytes: string }
  /** A getInfo response without its status, and the member that the row checks. */
  | { kind: 'getInfo'; bytes: string; member?: string }
  | { kind: 'authData'; bytes: string }
  /** The response to a request without its status, and what the row checks. */
  | {
      kind: 'answer';
      to: 'makeCredential' | 'getAssertion' | 'getPINRetries' | 'sensor' | 'metadata';
      bytes: string;
      member: string;
    }
  /** A sign-in from W3C's test vectors with one change. */
  | { kind: 'signIn'; changed: 'nothing' | 'rpId' | 'challenge' | 'authData' | 'signature' | 'leadingZero' }
  /** Responses to enumerateRPsBegin and its next requests, status first. */
  | { kind: 'list'; answers: string[] }
  /** A request, and what the key sends on which channel, after this many ms; or how it answers INIT. */
  | { kind: 'hid'; request: string; lives?: boolean; sends: readonly HidAnswer[] }
  | { kind: 'init'; capabilities?: string; wink?: boolean; sends: readonly HidAnswer[] }
  /** How a key answers a PIN, a token, or an assertion without a touch. */
  | { kind: 'status'; to: 'pin' | 'token' | 'silentAssertion'; status: string }
  /** A PIN that a person enters as the key's. */
  | { kind: 'pin'; pin: string }
  /** Whether another program received a response from the key between the key agreement and the PIN. */
  | { kind: 'agreement'; used: boolean }
  /** An id in an excludeList, with its number of bytes, for a key with that maxMsgSize. */
  | { kind: 'exclude'; length: number; maxMsgSize: number };

export interface HidAnswer {
  readonly after?: number;
  readonly on?: 'own' | 'other' | 'broadcast';
  /** The number of a CTAPHID command. */
  readonly command: string;
  readonly payload: string;
  /** Indexes of packets of the message that are not sent. */
  readonly without?: readonly number[];
}

export interface Row {
  readonly rule: string;
  readonly name: string;
  readonly given: Given;
  /** Rejected rows have the code of the CtapError, accepted ones the result. */
  readonly right: { readonly accepted: unknown } | { readonly refused: string };
  readonly source: string;
}

const CTAP = 'CTAP 2.3';
const AAGUID = '03 50 00112233445566778899aabbccddeeff';
const VERSIONS = '01 81 68 4649444f5f325f30';
const HASH = (n: string) => `04 5820 ${n.repeat(32)}`;
const RP = (n: string) => `03 a1 626964 61 ${n}`;
const [CBOR, KEEPALIVE, ERROR, INIT] = ['10', '3b', '3f', '06'];
/** The required members of a makeCredential and of a getAssertion response. */
const MADE = '01 646e6f6e65 02 41 01 03 a0';
const ASSERTED = '02 41 01 03 41 02';
const HEADER = '00'.repeat(32);
const ATTESTED = (length: string, id: string) => `${HEADER} 41 00000000 ${'00'.repeat(16)} ${length} ${id} a0`;

export const rows: readonly Row[] = [
  {
    rule: 'map-order',
    name: 'getInfo with its members backwards',
    given: { kind: 'getInfo', bytes: `a2 ${AAGUID} ${VERSIONS}`, member: 'versions' },
    right: { accepted: ['FIDO_2_0'] },
    source: 'solokeys/solo1#170, Nitrokey/nitrokey-fido2-firmware#73, Yubico/python-fido2#93',
  },
  {
    rule: 'map-order',
    name: 'a COSE key that begins with its coordinates',
    given: { kind: 'cbor', bytes: 'a4 21 4101 20 01 03 26 01 02' },
    right: { accepted: { '-2': '01', '-1': 1, '3': -7, '1': 2 } },
    source: `${CTAP}, 8 has an order, which says nothing of the value`,
  },
  {
    rule: 'map-order',
    name: 'one key twice',
    given: { kind: 'cbor', bytes: 'a3 0100 0200 0101' },
    right: { refused: 'cbor-malformed' },
    source: `${CTAP}, 8: no duplicate keys; which of two values counts would be chance`,
  },
  {
    rule: 'map-order',
    name: 'one key twice, in two encodings',
    given: { kind: 'cbor', bytes: 'a2 0100 1801 01' },
    right: { refused: 'cbor-malformed' },
    source: `${CTAP}, 8`,
  },
  {
    rule: 'cbor-heads',
    name: 'a number and a length in more bytes than needed',
    given: { kind: 'cbor', bytes: '82 19 0001 5a 00000001 ff' },
    right: { accepted: [1, 'ff'] },
    source: 'RFC 8949, 4.2: shortest heads are for those who compare bytes',
  },
  {
    rule: 'cbor-heads',
    name: 'numbers of 64 bits',
    given: {
      kind: 'getInfo',
      bytes: `a3 ${VERSIONS} ${AAGUID} 15 82 1b8000000000000000 1bffffffffffffffff`,
      member: 'vendorPrototypeConfigCommands',
    },
    right: { accepted: ['9223372036854775808n', '18446744073709551615n'] },
    source: `${CTAP}, 6.4 (0x15) and 6.11.3; TheMaxMur/RS-Key#111, webauthn4j/webauthn4j#1471`,
  },
  {
    rule: 'cbor-heads',
    name: 'a string that is longer than the message',
    given: { kind: 'cbor', bytes: '5a ffffffff 00' },
    right: { refused: 'cbor-malformed' },
    source: 'a length is a promise that the memory of the host rests on',
  },
  {
    rule: 'cbor-heads',
    name: 'a map without a length',
    given: { kind: 'cbor', bytes: 'bf 0102 ff' },
    right: { refused: 'cbor-malformed' },
    source: `${CTAP}, 8: definite lengths; no key was seen to send others`,
  },
  {
    rule: 'cbor-heads',
    name: 'bytes after the answer',
    given: { kind: 'cbor', bytes: 'a0 00' },
    right: { refused: 'cbor-malformed' },
    source: 'an answer that does not end where it says is not the one that was sent',
  },
  {
    rule: 'getinfo-members',
    name: 'a member of the wrong type',
    given: { kind: 'getInfo', bytes: `a3 ${VERSIONS} ${AAGUID} 05 6431303234`, member: 'maxMsgSize' },
    right: { accepted: 1024 },
    source: `${CTAP}, 6.4: the default stands for what is not told`,
  },
  {
    rule: 'getinfo-members',
    name: 'a firmware version of 64 bits',
    given: { kind: 'getInfo', bytes: `a3 ${VERSIONS} ${AAGUID} 0e 1b8000000000000000`, member: 'aaguid' },
    right: { accepted: '00112233-4455-6677-8899-aabbccddeeff' },
    source: `${CTAP}, 6.4 (0x0E) gives no width`,
  },
  {
    rule: 'getinfo-members',
    name: 'a member and a version that came after this host',
    given: { kind: 'getInfo', bytes: `a3 01 81 68 4649444f5f325f39 ${AAGUID} 1863 01`, member: 'versions' },
    right: { accepted: ['FIDO_2_9'] },
    source: `${CTAP}, 6.4: members that are not known are passed over`,
  },
  {
    rule: 'getinfo-members',
    name: 'an AAGUID of 15 bytes',
    given: { kind: 'getInfo', bytes: `a2 ${VERSIONS} 03 4f 00112233445566778899aabbccddee` },
    right: { refused: 'response-malformed' },
    source: `${CTAP}, 6.4 (0x03): the model decides what the tenant lets in`,
  },
  {
    rule: 'getinfo-members',
    name: 'no versions',
    given: { kind: 'getInfo', bytes: `a1 ${AAGUID}` },
    right: { refused: 'response-malformed' },
    source: `${CTAP}, 6.4 (0x01)`,
  },
  ...(
    [
      ['a message size of 1,023', '05 19 03ff', 'maxMsgSize', 1024],
      ['an id length of 15', '08 0f', 'maxCredentialIdLength', undefined],
      ['a minimum PIN length of 64', '0d 18 40', 'minPINLength', 4],
      ['a maximum PIN length of 3', '18 1d 03', 'maxPINLength', 63],
    ] as const
  ).map(
    ([name, member, read, accepted]): Row => ({
      rule: 'getinfo-members',
      name,
      given: { kind: 'getInfo', bytes: `a3 ${VERSIONS} ${AAGUID} ${member}`, member: read },
      right: { accepted },
      source: `${CTAP}, 6.4 and 6.5.1; WebAuthn Level 3, 4: no key can mean less, or more`,
    }),
  ),
  {
    rule: 'getinfo-members',
    name: 'a PIN and no protocol for it',
    given: {
      kind: 'getInfo',
      bytes: `a4 ${VERSIONS} ${AAGUID} 04 a1 69 636c69656e7450696e f5 06 80`,
      member: 'pinUvAuthProtocols',
    },
    right: { accepted: [1] },
    source: 'CTAP 2.0, 5.4: protocol one need not be told',
  },
  ...(
    [
      ['makeCredential', `a4 ${MADE} 04 f6`, 'epAtt', false],
      ['makeCredential', `a4 ${MADE} 05 f6`, 'largeBlobKey', undefined],
      ['getAssertion', `a3 01 f6 ${ASSERTED}`, 'credentialId', undefined],
      ['getAssertion', `a3 01 a1 626964 f6 ${ASSERTED}`, 'credentialId', undefined],
      ['getAssertion', `a3 ${ASSERTED} 04 f6`, 'userHandle', undefined],
      ['getAssertion', `a3 ${ASSERTED} 04 a1 626964 f6`, 'userHandle', undefined],
      ['getAssertion', `a3 ${ASSERTED} 05 f6`, 'numberOfCredentials', undefined],
      ['getAssertion', `a3 ${ASSERTED} 07 f6`, 'largeBlobKey', undefined],
      ['getPINRetries', 'a2 03 08 04 f6', 'powerCycleState', false],
      ['sensor', 'a3 02 f6 03 05 08 f6', 'kind', undefined],
      ['metadata', 'a2 01 00 02 f6', 'maxRemaining', undefined],
    ] as const
  ).map(
    ([to, bytes, member, accepted]): Row => ({
      rule: 'answer-members',
      name: `${to} with null in place of ${member}: ${bytes}`,
      given: { kind: 'answer', to, bytes, member },
      right: { accepted },
      source: `${CTAP}, 6.1.2, 6.2.2, 6.5.5.2, 6.7.3 and 6.8.2: optional members`,
    }),
  ),
  ...(
    [
      ['makeCredential', 'a3 01 646e6f6e65 02 f6 03 a0', 'authData'],
      ['getAssertion', 'a2 02 41 01 03 f6', 'signature'],
      ['getPINRetries', 'a1 03 f6', 'retries'],
    ] as const
  ).map(
    ([to, bytes, member]): Row => ({
      rule: 'answer-members',
      name: `${to} with a ${member} of null`,
      given: { kind: 'answer', to, bytes, member },
      right: { refused: 'response-malformed' },
      source: `${CTAP}, 6.1.2, 6.2.2 and 6.5.5.2: required members`,
    }),
  ),
  {
    rule: 'silence',
    name: 'makeCredential answered after 25 s without a keep-alive',
    given: { kind: 'hid', request: '01', lives: false, sends: [{ after: 25_000, command: CBOR, payload: '00' }] },
    right: { accepted: '00 upneeded' },
    source: `${CTAP}, 11.2.9.1.7 asks for keep-alives; solokeys/solo1#201, solokeys/solo2#63`,
  },
  {
    rule: 'silence',
    name: 'a reset answered after 100 s by a key that gives channels meanwhile',
    given: { kind: 'hid', request: '07', sends: [{ after: 100_000, command: CBOR, payload: '00' }] },
    right: { accepted: '00 upneeded' },
    source: `${CTAP}, 11.2.9.1.3: INIT on the broadcast channel disturbs no transaction`,
  },
  {
    rule: 'silence',
    name: 'makeCredential never answered',
    given: { kind: 'hid', request: '01', sends: [] },
    right: { refused: 'no-answer' },
    source: 'a person is to be told at some time',
  },
  {
    rule: 'silence',
    name: 'getInfo answered after 4 s',
    given: { kind: 'hid', request: '04', sends: [{ after: 4000, command: CBOR, payload: '00' }] },
    right: { refused: 'no-answer' },
    source: 'no key has to think about it',
  },
  {
    rule: 'touch',
    name: 'processing alone while makeCredential waits',
    given: {
      kind: 'hid',
      request: '01',
      sends: [
        { after: 500, command: KEEPALIVE, payload: '01' },
        { after: 1500, command: CBOR, payload: '00' },
      ],
    },
    right: { accepted: '00 processing upneeded' },
    source: `${CTAP}, 11.2.9.1.7 has UPNEEDED; Nitrokey/nitrokey-3-firmware#96, kanidm/webauthn-rs#373`,
  },
  {
    rule: 'touch',
    name: 'processing alone while credentials are listed',
    given: {
      kind: 'hid',
      request: '0a',
      sends: [
        { after: 500, command: KEEPALIVE, payload: '01' },
        { after: 2000, command: CBOR, payload: '00' },
      ],
    },
    right: { accepted: '00 processing' },
    source: `${CTAP}, 6.8: no touch is part of it`,
  },
  {
    rule: 'touch',
    name: 'a touch that nobody gives',
    given: { kind: 'hid', request: '0b', lives: false, sends: [{ after: 500, command: KEEPALIVE, payload: '02' }] },
    right: { refused: 'no-answer' },
    source: 'asking for a touch makes no answer',
  },
  {
    rule: 'channel',
    name: 'other programs’ packets among ours',
    given: {
      kind: 'hid',
      request: '04',
      sends: [
        { command: CBOR, payload: 'ff'.repeat(100), on: 'other' },
        { command: KEEPALIVE, payload: '02', on: 'other' },
        { command: CBOR, payload: '00' },
      ],
    },
    right: { accepted: '00' },
    source: `${CTAP}, 11.2.4: every program hears every report`,
  },
  {
    rule: 'channel',
    name: 'the answer on another channel',
    given: { kind: 'hid', request: '04', sends: [{ command: CBOR, payload: '00', on: 'other' }] },
    right: { refused: 'hid-wrong-channel' },
    source: `${CTAP}, 11.2.4: it may be somebody else’s`,
  },
  {
    rule: 'message-lengths',
    name: 'an answer in several packets, padded',
    given: { kind: 'hid', request: '04', sends: [{ command: CBOR, payload: '00'.repeat(130) }] },
    right: { accepted: '00'.repeat(130) },
    source: `${CTAP}, 11.2.4`,
  },
  {
    rule: 'message-lengths',
    name: 'a packet of it lost',
    given: { kind: 'hid', request: '04', sends: [{ command: CBOR, payload: '00'.repeat(300), without: [2] }] },
    right: { refused: 'hid-sequence' },
    source: `${CTAP}, 11.2.5.4: the rest would be another answer`,
  },
  {
    rule: 'init',
    name: 'a first INIT that is refused',
    given: {
      kind: 'init',
      sends: [
        { command: ERROR, payload: '7f', on: 'broadcast' },
        { command: INIT, payload: '01020304', on: 'broadcast' },
      ],
    },
    right: { accepted: 5 },
    source: 'keys that a program before left in the middle of a message; INIT itself changes nothing on the key',
  },
  {
    rule: 'init',
    name: 'the broadcast channel for a channel of one’s own',
    given: { kind: 'init', sends: [{ command: INIT, payload: 'ffffffff', on: 'broadcast' }] },
    right: { refused: 'response-malformed' },
    source: `${CTAP}, 11.2.9.1.3`,
  },
  {
    rule: 'init',
    name: 'a key that blinks',
    given: { kind: 'init', wink: true, sends: [{ command: INIT, payload: '01020304', on: 'broadcast' }] },
    right: { accepted: 5 },
    source: `${CTAP}, 11.2.9.1.3: CAPABILITY_WINK`,
  },
  {
    rule: 'init',
    name: 'a key that does not',
    given: {
      kind: 'init',
      wink: true,
      capabilities: '04',
      sends: [{ command: INIT, payload: '01020304', on: 'broadcast' }],
    },
    right: { refused: 'unsupported' },
    source: `${CTAP}, 11.2.9.2.1`,
  },
  {
    rule: 'lists',
    name: 'a total that is too high',
    given: {
      kind: 'list',
      answers: [`00 a3 ${RP('61')} ${HASH('01')} 05 02`, '30', `00 a3 ${RP('61')} ${HASH('01')} 05 02`, '30'],
    },
    right: { accepted: ['a', 'total-too-high'] },
    source: `${CTAP}, 6.8.3: counts of some firmware include what was deleted`,
  },
  {
    rule: 'lists',
    name: 'no total',
    given: { kind: 'list', answers: [`00 a2 ${RP('61')} ${HASH('01')}`, `00 a2 ${RP('62')} ${HASH('02')}`, '30'] },
    right: { accepted: ['a', 'b', 'total-missing'] },
    source: `${CTAP}, 6.8.3 (0x05); Nitrokey/nitrokey-fido2-firmware#75`,
  },
  {
    rule: 'lists',
    name: 'a name that is null',
    given: { kind: 'list', answers: [`00 a3 03 a1 626964 f6 ${HASH('01')} 05 01`] },
    right: { accepted: ['?', 'name-unreadable'] },
    source: `${CTAP}, 6.8.7: keys may cut what people read`,
  },
  {
    rule: 'lists',
    name: 'NO_CREDENTIALS of an empty key',
    given: { kind: 'list', answers: ['2e'] },
    right: { accepted: [] },
    source: `${CTAP}, 6.8.3; solokeys/solo1#403 for getCredsMetadata`,
  },
  {
    rule: 'lists',
    name: 'MISSING_PARAMETER in one form of the command, and an answer in the other',
    given: { kind: 'list', answers: ['14', `00 a3 ${RP('61')} ${HASH('01')} 05 01`] },
    right: { accepted: ['a'] },
    source: 'token2/fido2-manage#12, polhenarejos/pico-fido#3: keys answer one of 0x41 and 0x0A',
  },
  {
    rule: 'lists',
    name: 'a refusal of both forms',
    given: { kind: 'list', answers: ['14', '01'] },
    right: { refused: 'unsupported' },
    source: 'a list that cannot be had is not an empty list',
  },
  {
    rule: 'lists',
    name: 'a damaged answer',
    given: { kind: 'list', answers: ['00 a1 03'] },
    right: { refused: 'cbor-malformed' },
    source: `${CTAP}, 8`,
  },
  {
    rule: 'wrong-pin',
    name: 'PIN_AUTH_INVALID to a PIN',
    given: { kind: 'status', to: 'pin', status: '33' },
    right: { refused: 'CTAP2_ERR_PIN_INVALID' },
    source: `${CTAP}, 6.5.5.7: nothing but the PIN is proven there`,
  },
  {
    rule: 'wrong-pin',
    name: 'PIN_AUTH_INVALID to a token',
    given: { kind: 'status', to: 'token', status: '33' },
    right: { refused: 'CTAP2_ERR_PIN_AUTH_INVALID' },
    source: `${CTAP}, 6.1.2: the token has ended, and the PIN is not wrong`,
  },
  {
    rule: 'wrong-pin',
    name: 'a PIN of four bytes',
    given: { kind: 'pin', pin: 'éé' },
    right: { accepted: 4 },
    source: `${CTAP}, 6.5.1; keys that count bytes take it`,
  },
  ...['', '1', 'x'.repeat(64), 'x'.repeat(200)].map(
    (pin): Row => ({
      rule: 'wrong-pin',
      name: `a PIN of ${pin.length} characters`,
      given: { kind: 'pin', pin },
      right: { refused: 'pin-impossible' },
      source: `${CTAP}, 6.5.1: 4 code points to 63 bytes; each wrong one costs an attempt`,
    }),
  ),
  {
    rule: 'agreement',
    name: 'a PIN while nobody else uses the key',
    given: { kind: 'agreement', used: false },
    right: { accepted: true },
    source: `${CTAP}, 6.5.4`,
  },
  {
    rule: 'agreement',
    name: 'a PIN after another program had an answer',
    given: { kind: 'agreement', used: true },
    right: { refused: 'agreement-stale' },
    source: `${CTAP}, 6.5.5.7.2: a wrong PIN ends the agreement, and a right one then costs an attempt`,
  },
  ...['2b', '2c', '14', '3b', '27', '2f'].map(
    (status): Row => ({
      rule: 'silent-assertion',
      name: `up: false refused with 0x${status}`,
      given: { kind: 'status', to: 'silentAssertion', status },
      right: { accepted: 'with a touch' },
      source: `${CTAP}, 6.2.2 and CTAP 2.0, 5.2: versions differ in what up may be`,
    }),
  ),
  ...['33', '2e', '31'].map(
    (status): Row => ({
      rule: 'silent-assertion',
      name: `an assertion refused with 0x${status}`,
      given: { kind: 'status', to: 'silentAssertion', status },
      right: { refused: 'not for the touch' },
      source: `${CTAP}, 8.2: token, credential or PIN`,
    }),
  ),
  {
    rule: 'exclude-list',
    name: 'an id of 1,000 bytes for a key that takes 1,024 a message',
    given: { kind: 'exclude', length: 1000, maxMsgSize: 1024 },
    right: { accepted: 'left out' },
    source: `${CTAP}, 6.4 (0x05): the key could not be asked to sign with it, so it is not its own`,
  },
  {
    rule: 'exclude-list',
    name: 'one of 64 bytes',
    given: { kind: 'exclude', length: 64, maxMsgSize: 1024 },
    right: { accepted: 'sent' },
    source: 'WebAuthn Level 3, 5.4: what is excluded is excluded',
  },
  {
    rule: 'exclude-list',
    name: 'one that the key holds, and makeCredential has no room for',
    given: { kind: 'exclude', length: 880, maxMsgSize: 1024 },
    right: { refused: 'CTAP2_ERR_CREDENTIAL_EXCLUDED' },
    source: `${CTAP}, 6.1.2, step 12`,
  },
  {
    rule: 'signature',
    name: 'a sign-in as it came',
    given: { kind: 'signIn', changed: 'nothing' },
    right: { accepted: true },
    source: 'WebAuthn Level 3, test vectors',
  },
  {
    rule: 'signature',
    name: 'a needless zero in the signature’s DER',
    given: { kind: 'signIn', changed: 'leadingZero' },
    right: { accepted: true },
    source: 'RFC 3279, 2.2.3: the same two numbers; trezor/trezor-firmware#3411',
  },
  {
    rule: 'signature',
    name: 'one bit of the signature',
    given: { kind: 'signIn', changed: 'signature' },
    right: { refused: 'assertion-invalid' },
    source: 'WebAuthn Level 3, 7.2',
  },
  {
    rule: 'signature',
    name: 'one bit of what was signed',
    given: { kind: 'signIn', changed: 'authData' },
    right: { refused: 'assertion-invalid' },
    source: 'WebAuthn Level 3, 7.2',
  },
  {
    rule: 'challenge',
    name: 'the challenge that was asked for',
    given: { kind: 'signIn', changed: 'nothing' },
    right: { accepted: true },
    source: 'WebAuthn Level 3, 7.2',
  },
  {
    rule: 'challenge',
    name: 'another challenge',
    given: { kind: 'signIn', changed: 'challenge' },
    right: { refused: 'assertion-invalid' },
    source: 'WebAuthn Level 3, 7.2',
  },
  {
    rule: 'rp-id-hash',
    name: 'the relying party that was asked for',
    given: { kind: 'signIn', changed: 'nothing' },
    right: { accepted: true },
    source: 'WebAuthn Level 3, 7.2',
  },
  {
    rule: 'rp-id-hash',
    name: 'another relying party',
    given: { kind: 'signIn', changed: 'rpId' },
    right: { refused: 'wrong-rp-id-hash' },
    source: 'WebAuthn Level 3, 7.2',
  },
  {
    rule: 'flags',
    name: 'a credential that is backed up, and may be',
    given: { kind: 'authData', bytes: `${HEADER} 19 00000000` },
    right: { accepted: 'up be bs' },
    source: 'WebAuthn Level 3, 6.1.3',
  },
  {
    rule: 'flags',
    name: 'one that is backed up, and may not be',
    given: { kind: 'authData', bytes: `${HEADER} 11 00000000` },
    right: { refused: 'response-malformed' },
    source: 'WebAuthn Level 3, 7.1 and 7.2',
  },
  {
    rule: 'flags',
    name: 'a credential that the flags announce and that is not there',
    given: { kind: 'authData', bytes: `${HEADER} 41 00000000` },
    right: { refused: 'response-malformed' },
    source: 'WebAuthn Level 3, 6.1',
  },
  ...(
    [
      ['16', '0010', 16],
      ['1023', '03ff', 1023],
    ] as const
  ).map(
    ([name, length, bytes]): Row => ({
      rule: 'credential-id',
      name: `an id of ${name} bytes`,
      given: { kind: 'authData', bytes: ATTESTED(length, '01'.repeat(bytes)) },
      right: { accepted: 'up at' },
      source: 'WebAuthn Level 3, 4: Credential ID',
    }),
  ),
  ...(
    [
      ['0', '0000', 0],
      ['8', '0008', 8],
      ['15', '000f', 15],
      ['1024', '0400', 1024],
    ] as const
  ).map(
    ([name, length, bytes]): Row => ({
      rule: 'credential-id',
      name: `an id of ${name} bytes`,
      given: { kind: 'authData', bytes: ATTESTED(length, '01'.repeat(bytes)) },
      right: { refused: 'response-malformed' },
      source: 'WebAuthn Level 3, 4: at least 16 bytes, and at most 1023 (7.1)',
    }),
  ),
];
