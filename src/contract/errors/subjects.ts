import type { ErrorCode } from './errors.ts';
import { each } from './wording.ts';

/**
 * What an error is about. It determines who can continue, and how:
 * - `key`: this security key. The person can continue with another one
 * - `key-again`: this security key, but the same one may work after it was unplugged and plugged in again
 * - `key-left`: the key was unplugged. Plugging it in again is enough
 * - `user`: the person: their account, what they entered, how they proved who they are
 * - `server`: Microsoft, the tenant's settings, the sign-in of this Keydesk, or the network on the way there
 * - `desk`: this computer and its data folder
 * - `staff`: procedures for staff only, such as webhooks or imports. These errors never reach a station
 */
export type ErrorSubject = 'key' | 'key-again' | 'key-left' | 'user' | 'server' | 'desk' | 'staff';

/** The compiler ensures that every code is here. */
const subjects = {
  ...each(
    [
      ...([
        'key-belongs-to-another',
        'key-reported-lost',
        'key-retired',
        'key-not-fido2',
        'key-access-denied',
      ] as const),
      ...(['key-full', 'key-lacks-capability', 'key-cannot-blink', 'key-cannot-list', 'key-model-refused'] as const),
      ...(['pin-blocked', 'fingerprint-required', 'fingerprints-full', 'wrong-rp-id-hash'] as const),
      ...(['credential-excluded', 'credential-not-found', 'credential-invalid', 'proof-failed'] as const),
      ...(['attestation-invalid', 'attestation-untrusted', 'attestation-expired', 'attestation-unproven'] as const),
      ...([
        'attestation-refused',
        'aaguid-refused',
        'policy-model-not-allowed',
        'policy-attestation-required',
      ] as const),
    ],
    'key',
  ),
  ...each(
    [
      ...(['several-keys', 'key-busy', 'key-in-use', 'key-changed', 'key-silent', 'key-reply-damaged'] as const),
      ...(['key-wrong-channel', 'key-status', 'key-not-by-touch', 'touch-timeout', 'touch-denied'] as const),
      ...(['pin-required', 'pin-wrong', 'pin-soft-blocked', 'pin-breaks-rule', 'pin-unchanged'] as const),
      ...(['pin-change-required', 'pin-not-set', 'pin-already-set', 'pin-length-refused'] as const),
      ...(['fingerprint-failed', 'fingerprint-blocked'] as const),
    ],
    'key-again',
  ),
  ...each(['no-key', 'key-not-found', 'key-removed', 'key-host-crashed'], 'key-left'),
  ...each(
    [
      ...([
        'cancelled',
        'user-not-found',
        'user-is-guest',
        'user-is-disabled',
        'user-reassigned',
        'user-renamed',
      ] as const),
      ...(['invalid-input', 'activation-code-wrong', 'activation-code-expired', 'activation-code-used'] as const),
      ...([
        'activation-code-withdrawn',
        'activation-throttled',
        'activation-sitting-over',
        'activation-running',
      ] as const),
      ...(['activation-sign-in-invalid', 'activation-sign-in-old', 'activation-sign-in-untimed'] as const),
      ...(['activation-sign-in-unavailable', 'sign-in-declined', 'sign-in-timeout', 'sign-in-refused'] as const),
      ...(['mfa-required', 'policy-user-excluded', 'policy-user-not-targeted', 'passkey-unproven'] as const),
    ],
    'user',
  ),
  ...each(
    [
      ...(['answer-too-large', 'proxy-unusable', 'server-unreachable', 'certificates-unreadable'] as const),
      ...(['connection-insecure', 'login-unreachable', 'login-untrusted', 'tenant-unknown', 'client-unknown'] as const),
      ...(['public-client-off', 'redirect-missing', 'consent-missing', 'sign-in-stronger', 'sign-in-needed'] as const),
      ...([
        'sign-in-expired',
        'sign-in-ended',
        'secrets-unreadable',
        'credential-missing',
        'client-secret-refused',
        'client-secret-expired',
      ] as const),
      ...(['certificate-unreadable', 'certificate-refused', 'certificate-expired', 'secret-sealed-earlier'] as const),
      ...(['secret-unsealable', 'secrets-unwritable', 'permission-missing', 'role-missing'] as const),
      ...(['graph-unreachable', 'graph-timeout', 'graph-unauthorized', 'graph-forbidden', 'graph-not-found'] as const),
      ...(['graph-method-not-allowed', 'graph-conflict', 'graph-throttled', 'graph-unavailable'] as const),
      ...(['graph-malformed', 'graph-too-large', 'graph-paging-stuck', 'graph-license-missing'] as const),
      ...(['graph-refused', 'registration-unknown', 'challenge-expired', 'passkey-not-found'] as const),
      ...([
        'policy-method-disabled',
        'policy-self-service-off',
        'policy-type-not-allowed',
        'policy-unreadable',
      ] as const),
      ...(['policy-groups-unreadable', 'policy-not-understood'] as const),
    ],
    'server',
  ),
  ...each(
    [
      ...([
        'unauthorized',
        'keydesk-ended',
        'keydesk-replaced',
        'connection-lost',
        'internal',
        'station-locked',
        'mode-busy',
      ] as const),
      ...(['not-connected', 'connection-not-found', 'connection-incomplete', 'connection-busy'] as const),
      ...(['browser-unavailable', 'sign-in-port-unavailable', 'clock-skewed', 'clock-off', 'usb-unavailable'] as const),
      ...(['practice-key-damaged', 'practice-tenant-damaged', 'activity-unwritten'] as const),
      ...([
        'assignment-exists',
        'assignment-not-found',
        'assignment-changed',
        'expiry-over',
        'workflow-user-unknown',
      ] as const),
      ...(['unfinished-in-use', 'data-folder-unwritable', 'data-folder-foreign', 'data-folder-exposed'] as const),
      ...([
        'data-folder-owner-unknown',
        'data-folder-on-network',
        'database-damaged',
        'database-newer',
        'database-foreign',
        'database-busy',
      ] as const),
      ...(['file-busy', 'file-read-only', 'file-forbidden', 'file-unopenable', 'disk-full', 'disk-error'] as const),
      ...(['settings-damaged', 'settings-newer'] as const),
      ...([
        'record-unreachable',
        'record-unconfirmed',
        'record-uncopied',
        'record-busy',
        'record-connections-full',
      ] as const),
      ...(['record-disk-full', 'record-read-only', 'record-refused', 'record-right-missing'] as const),
      ...(['record-certificate', 'record-without-tls', 'record-server-old', 'record-database-missing'] as const),
      ...(['record-certificate-refused', 'record-certificate-expired', 'record-secret-missing'] as const),
      ...(['record-entra-connection', 'record-not-postgres'] as const),
      ...([
        'record-missing',
        'record-foreign',
        'record-other',
        'record-newer',
        'record-older',
        'record-rewound',
        'record-spoiled',
        'record-rule',
        'record-apart',
        'record-changed',
      ] as const),
    ],
    'desk',
  ),
  ...each(
    [
      ...([
        'usage',
        'list-too-long',
        'output-closed',
        'simulator-failed',
        'closing-failed',
        'inventory-key-not-found',
        'inventory-key-unnamed',
      ] as const),
      ...([
        'reset-other-key',
        'reset-too-late',
        'reset-uncertain',
        'reset-not-confirmed',
        'reset-not-over-usb',
      ] as const),
      ...(['enrollment-running', 'pin-unseen', 'pin-forgotten', 'pin-never-seen', 'pin-perhaps-unknown'] as const),
      ...([
        'unfinished-not-found',
        'unfinished-other-key',
        'unfinished-not-here',
        'unfinished-removed',
        'unfinished-registered',
      ] as const),
      ...(['unfinished-other-tenant', 'unfinished-nothing-left', 'unfinished-left'] as const),
      ...(['activation-code-not-found', 'import-running'] as const),
      ...(['graph-delta-expired', 'graph-page-expired', 'graph-round-incomplete', 'graph-entries-unreadable'] as const),
      ...(['metadata-unreachable', 'metadata-damaged', 'metadata-untrusted', 'metadata-older'] as const),
      ...(['activity-altered', 'activity-removed', 'activity-reordered', 'activity-truncated'] as const),
      ...(['activity-counter-altered', 'activity-head-damaged', 'activity-head-missing'] as const),
      ...(['workflow-not-found', 'workflow-run-not-found', 'workflow-group-unknown', 'workflow-disabled'] as const),
      ...(['webhook-not-found', 'webhook-delivery-not-found', 'webhook-url-refused'] as const),
      ...(['webhook-address-refused', 'webhook-unreachable', 'webhook-timeout', 'webhook-certificate'] as const),
      ...(['webhook-redirected', 'webhook-refused', 'webhook-gone', 'webhook-disabled'] as const),
      ...(['webhook-secret-missing', 'webhook-secret-wrong'] as const),
      ...([
        'batch-file-empty',
        'batch-file-too-large',
        'batch-file-damaged',
        'batch-file-unreadable',
        'batch-file-gone',
        'batch-no-user-column',
      ] as const),
      ...(['batch-not-found', 'batch-row-not-found', 'batch-row-changed', 'batch-row-busy'] as const),
      ...(['batch-running', 'batch-empty', 'batch-other-running', 'batch-serial-twice'] as const),
      ...([
        'batch-group-unknown',
        'batch-user-ambiguous',
        'batch-user-twice',
        'batch-has-key',
        'batch-checked-in-part',
        'batch-old-left',
        'batch-old-owed',
        'batch-pins-kept',
      ] as const),
      ...(['user-outside-unit'] as const),
      ...([
        'batch-other-serial',
        'batch-scanned-other',
        'batch-key-of-row',
        'batch-key-perhaps-of',
        'batch-pin-gone',
        'batch-pin-sealed',
        'secret-of-other-desk',
        'batch-row-unmatched',
        'profile-unapplied',
      ] as const),
      ...([
        'deferred-package-missing',
        'deferred-folder-missing',
        'deferred-not-a-package',
        'deferred-package-newer',
        'deferred-package-too-large',
        'deferred-package-changed',
        'deferred-package-busy',
        'deferred-unopened',
        'deferred-identity',
      ] as const),
      ...(['deferred-other-tenant', 'deferred-unknown-sender', 'deferred-beta-missing', 'deferred-clock'] as const),
      ...(['deferred-key-cleaned', 'deferred-row-taken', 'deferred-unproven'] as const),
      ...(['deferred-key-perhaps-of', 'deferred-pin-typed'] as const),
      ...([
        'handover-empty',
        'handover-pins-gone',
        'handover-passphrase',
        'handover-recipient',
        'logo-unusable',
      ] as const),
      ...(['printer-not-chosen', 'printer-not-found', 'print-failed'] as const),
      ...(['profile-not-found', 'profile-name-taken', 'profile-unreadable'] as const),
      ...(['profile-key-has-pin', 'profile-pin-left', 'reset-erases-passkeys'] as const),
      ...(['difference-gone', 'mend-unproven', 'mend-not-confirmed', 'key-other'] as const),
      ...(['record-url-invalid', 'record-exists', 'record-database-used', 'record-joined'] as const),
      ...(['record-certificate-unusable', 'record-ca-unusable'] as const),
      ...(['record-none', 'record-unequal', 'record-password-unkept'] as const),
      ...(['record-owner-needed', 'record-not-owner'] as const),
      ...(['record-desk-unknown', 'record-fingerprint-wrong', 'record-key-missing', 'record-key-removed'] as const),
      ...(['backup-exists', 'backup-folder-missing', 'backup-in-data-folder', 'backup-unverified'] as const),
    ],
    'staff',
  ),
} satisfies Record<ErrorCode, ErrorSubject>;

/** The codes that can reach a user at a station. */
export type StationCode = {
  [Code in ErrorCode]: (typeof subjects)[Code] extends 'staff' ? never : Code;
}[ErrorCode];

export function errorSubjectOf(code: ErrorCode): ErrorSubject {
  return subjects[code];
}
