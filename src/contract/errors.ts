import { activationErrorCodes } from './activationErrors.ts';
import { signInErrorCodes } from './signInErrors.ts';

/**
 * Every way Keydesk can fail, as data. A code is stable and crosses process borders; its words stand in words.ts.
 * `params` carry facts for the words (retries left, a rule, a status name), never a secret.
 */
export const errorCodes = [
  'usage',
  'invalid-input',
  'unauthorized',
  'keydesk-ended',
  'keydesk-replaced',
  'cancelled',
  'output-closed',
  'internal',
  'closing-failed',

  'assignment-exists',
  'assignment-not-found',
  'assignment-changed',
  'key-belongs-to-another',
  'key-reported-lost',
  'key-retired',
  'inventory-key-not-found',
  'inventory-key-unnamed',

  'user-not-found',
  'user-is-guest',
  'user-is-disabled',
  'user-reassigned',
  'user-renamed',

  'no-key',
  'several-keys',
  'key-not-found',
  'key-not-fido2',
  'key-access-denied',
  'key-busy',
  'key-in-use',
  'key-changed',
  'usb-unavailable',
  'practice-key-damaged',
  'key-silent',
  'key-removed',
  'key-host-crashed',
  'key-full',
  'key-lacks-capability',
  'key-cannot-blink',
  'key-cannot-list',
  'key-not-by-touch',
  'key-model-refused',
  'key-reply-damaged',
  'key-wrong-channel',
  'key-status',

  'pin-required',
  'pin-wrong',
  'pin-soft-blocked',
  'pin-blocked',
  'pin-breaks-rule',
  'pin-change-required',
  'pin-not-set',
  'pin-already-set',
  'pin-length-refused',

  'fingerprint-required',
  'fingerprint-failed',
  'fingerprint-blocked',
  'fingerprints-full',
  'credential-not-found',
  'reset-other-key',
  'reset-too-late',
  'reset-uncertain',
  'reset-not-confirmed',
  'reset-not-over-usb',

  'credential-excluded',
  'registration-unknown',
  'unfinished-not-found',
  'unfinished-in-use',
  'unfinished-other-key',
  'unfinished-removed',
  'unfinished-registered',
  'unfinished-nothing-left',
  'unfinished-left',
  'touch-timeout',
  'touch-denied',
  'wrong-rp-id-hash',
  'attestation-invalid',
  'attestation-untrusted',
  'attestation-expired',
  'attestation-unproven',
  'credential-invalid',
  'proof-failed',

  'answer-too-large',
  'proxy-unusable',
  'server-unreachable',
  'certificates-unreadable',

  'not-connected',
  'mode-busy',
  'connection-insecure',
  ...signInErrorCodes,
  'graph-unreachable',
  'graph-timeout',
  'graph-unauthorized',
  'graph-forbidden',
  'graph-not-found',
  'graph-method-not-allowed',
  'graph-conflict',
  'graph-throttled',
  'clock-off',
  'graph-unavailable',
  'graph-malformed',
  'graph-too-large',
  'graph-delta-expired',
  'graph-page-expired',
  'graph-paging-stuck',
  'graph-round-incomplete',
  'graph-entries-unreadable',
  'graph-license-missing',
  'graph-refused',
  'challenge-expired',
  'aaguid-refused',
  'attestation-refused',
  'passkey-not-found',

  'policy-method-disabled',
  'policy-self-service-off',
  'policy-user-excluded',
  'policy-user-not-targeted',
  'policy-type-not-allowed',
  'policy-model-not-allowed',
  'policy-attestation-required',
  'policy-unreadable',
  'policy-groups-unreadable',
  'policy-not-understood',

  'metadata-unreachable',
  'metadata-damaged',
  'metadata-untrusted',
  'metadata-older',

  'activity-altered',
  'activity-removed',
  'activity-reordered',
  'activity-truncated',
  'activity-counter-altered',
  'activity-head-damaged',
  'activity-head-missing',
  'activity-unwritten',

  'workflow-not-found',
  'workflow-run-not-found',
  'workflow-group-unknown',
  'workflow-user-unknown',
  'workflow-disabled',

  'webhook-not-found',
  'webhook-delivery-not-found',
  'webhook-url-refused',
  'webhook-address-refused',
  'webhook-unreachable',
  'webhook-timeout',
  'webhook-certificate',
  'webhook-redirected',
  'webhook-refused',
  'webhook-gone',
  'webhook-disabled',
  'webhook-secret-missing',
  'webhook-secret-wrong',

  ...activationErrorCodes,

  'data-folder-unwritable',
  'data-folder-foreign',
  'data-folder-owner-unknown',
  'data-folder-exposed',
  'data-folder-on-network',
  'database-damaged',
  'database-newer',
  'database-foreign',
  'database-busy',
  'file-busy',
  'file-read-only',
  'file-forbidden',
  'file-unopenable',
  'disk-full',
  'disk-error',
  'import-running',
  'settings-damaged',
  'settings-newer',
  'practice-tenant-damaged',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Facts that the words of a code name. Plain JSON scalars, so they cross every border unchanged. */
export type ErrorParams = Readonly<Record<string, string | number | boolean | null>>;

/** The one error class of the app. `cause` keeps what was thrown below; it is shown as detail, never parsed. */
export class KeydeskError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options: { cause?: unknown } = {}) {
    super(code, options);
    this.name = 'KeydeskError';
    this.code = code;
    this.params = params;
  }
}
