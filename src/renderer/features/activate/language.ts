import type { ErrorCode } from '../../../contract/errors/errors.ts';
import { weakPinWords } from '../../../contract/errors/facts.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { StationCode } from '../../../contract/errors/subjects.ts';
import { each, type Words } from '../../../contract/errors/wording.ts';
import { type Spoken, say, wordsOf } from '../../../words/say.ts';

/** The words for users of the station, in the current language. */
export const stationWords = wordsOf('station');

type StationErrors = ReturnType<typeof wordsOf<'stationErrors'>>;
type ErrorId = keyof StationErrors;

/** Codes that share one text for users. */
const shared = {
  ...each(['activation-sign-in-untimed', 'activation-sign-in-unavailable'], 'noSignIn'),
  ...each(['user-reassigned', 'user-renamed'], 'userChanged'),
  ...each(['pin-required', 'pin-not-set', 'pin-already-set'], 'pinChanged'),
  ...each(['key-lacks-capability', 'key-cannot-list', 'key-cannot-blink'], 'incapable'),
  ...each(['key-reply-damaged', 'key-wrong-channel'], 'keyAnswer'),
  ...each(['several-keys', 'key-not-by-touch'], 'severalKeys'),
  ...each(['no-key', 'key-not-found'], 'noKey'),
  ...each(['key-removed', 'key-host-crashed'], 'keyRemoved'),
  ...each(['credential-invalid', 'wrong-rp-id-hash', 'credential-not-found'], 'badPasskey'),
  ...each(['attestation-invalid', 'attestation-untrusted', 'attestation-expired', 'attestation-unproven'], 'unproven'),
  ...each(['attestation-refused', 'aaguid-refused'], 'modelNotAccepted'),
  ...each(['policy-model-not-allowed', 'policy-attestation-required'], 'modelNotAllowed'),
  ...each(['policy-unreadable', 'policy-groups-unreadable', 'policy-not-understood'], 'policyUnknown'),
  ...each(['graph-unreachable', 'server-unreachable', 'proxy-unusable', 'certificates-unreadable'], 'unreachable'),
  ...each(['login-untrusted', 'connection-insecure'], 'unsafe'),
  ...each(['graph-unavailable', 'graph-throttled'], 'overloaded'),
  ...each(['graph-malformed', 'graph-too-large', 'graph-paging-stuck', 'answer-too-large'], 'answerUnusable'),
  ...each(['graph-refused', 'graph-conflict', 'graph-not-found', 'graph-method-not-allowed'], 'notAccepted'),
  ...each(['graph-license-missing'], 'notAccepted'),
  ...each(['graph-forbidden', 'permission-missing', 'role-missing', 'consent-missing'], 'notAllowed'),
  ...each(['graph-unauthorized', 'sign-in-needed', 'sign-in-expired', 'sign-in-stronger'], 'notSignedIn'),
  ...each(['tenant-unknown', 'sign-in-ended', 'secrets-unreadable', 'client-unknown'], 'notSignedIn'),
  ...each(['public-client-off', 'redirect-missing', 'credential-missing', 'client-secret-refused'], 'notSignedIn'),
  ...each(['client-secret-expired', 'certificate-unreadable', 'certificate-refused'], 'notSignedIn'),
  ...each(['certificate-expired', 'secret-sealed-earlier', 'secret-unsealable'], 'notSignedIn'),
  ...each(['secrets-unwritable'], 'notSignedIn'),
  ...each(['not-connected', 'connection-not-found', 'connection-incomplete'], 'notConnected'),
  ...each(['connection-busy', 'mode-busy', 'unfinished-in-use', 'database-busy', 'file-busy'], 'busy'),
  ...each(['sign-in-port-unavailable'], 'busy'),
  ...each(['clock-skewed', 'clock-off'], 'clock'),
  ...each(['assignment-exists', 'assignment-not-found', 'assignment-changed', 'expiry-over'], 'assignedMeanwhile'),
  ...each(['workflow-user-unknown'], 'assignedMeanwhile'),
  ...each(['disk-error', 'file-read-only', 'file-forbidden', 'file-unopenable', 'data-folder-unwritable'], 'storage'),
  ...each(['data-folder-foreign', 'data-folder-exposed', 'data-folder-owner-unknown'], 'storage'),
  ...each(['data-folder-on-network', 'database-damaged', 'database-newer', 'database-foreign'], 'storage'),
  ...each(['settings-damaged', 'settings-newer', 'practice-key-damaged', 'practice-tenant-damaged'], 'storage'),
  ...each(['activity-unwritten'], 'storage'),
  ...each(
    ['record-unreachable', 'record-unconfirmed', 'record-uncopied', 'record-busy', 'record-connections-full'],
    'recordAway',
  ),
  ...each(['record-refused', 'record-right-missing', 'record-certificate', 'record-without-tls'], 'storage'),
  ...each(['record-certificate-refused', 'record-certificate-expired', 'record-secret-missing'], 'storage'),
  ...each(['record-entra-connection', 'record-not-postgres'], 'storage'),
  ...each(['record-disk-full', 'record-read-only', 'record-server-old', 'record-database-missing'], 'storage'),
  ...each(
    [
      'record-missing',
      'record-foreign',
      'record-other',
      'record-newer',
      'record-older',
      'record-rewound',
      'record-spoiled',
      'record-rule',
      'record-changed',
      'record-apart',
    ],
    'storage',
  ),
} as const satisfies Partial<Record<ErrorCode, ErrorId>>;

/** Codes that can reach a station and have no words for users. The compiler rejects them. */
type Unsaid = Exclude<StationCode, ErrorId | keyof typeof shared>;
const allSaid: [Unsaid] extends [never] ? true : Unsaid = true;

/** Returns the words of a failure for users, never those for staff. @param language undefined for the current one */
export function told({ code, params }: Failure, language?: Spoken): Words {
  const words = wordsOf('stationErrors', language);
  const { message, next } = words[allSaid && idOf(code)];
  const weakness =
    code === 'pin-breaks-rule' && params.rule === 'weak' ? weakPinWords(params.weakness, language) : null;
  const facts = { ...params, weakness };
  return { message: say(message, facts), next: say(next, facts) };
}

function idOf(code: ErrorCode): ErrorId {
  if (Object.hasOwn(shared, code)) return shared[code as keyof typeof shared];
  return Object.hasOwn(wordsOf('stationErrors'), code) ? (code as ErrorId) : 'other';
}
