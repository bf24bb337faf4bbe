import { grantFor } from '../connections/permissions.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';
import { graphSaid, quote, type Say, words } from './wording.ts';

const POLICY_PLACE = 'Authentication methods, Passkey (FIDO2), in the Entra admin center';

/** How the tenant's passkey policy refuses. */
export const policyErrorWords = {
  'policy-method-disabled': words(
    'The passkey (FIDO2) method is switched off in this tenant.',
    `Enable it under ${POLICY_PLACE}.`,
  ),
  'policy-self-service-off': words(
    'The passkey policy does not allow self-service set-up, and without it Microsoft Graph v1.0 registers no keys.',
    `Allow self-service set-up under ${POLICY_PLACE}, or set the Graph version to beta under Settings.`,
  ),
  'policy-user-excluded': p => ({
    message: p.byName
      ? `${quote(p.user) || 'The user'} is excluded from passkeys by name.`
      : `${quote(p.user) || 'The user'} is in the group ${quote(p.groupName ?? p.group)}, which is excluded from passkeys.`,
    next: p.byName
      ? `Remove the user from the exclusions under ${POLICY_PLACE}. It can take 10 minutes to act.`
      : `Take the user out of that group, or the group out of the exclusions under ${POLICY_PLACE}. It can take 10 minutes to act.`,
  }),
  'policy-user-not-targeted': p => ({
    message: `${quote(p.user) || 'The user'} is not among the users and groups that may have passkeys${p.groups ? ` (${p.groups})` : ''}.`,
    next: `Add the user to a targeted group, or target all users under ${POLICY_PLACE}. It can take 10 minutes to act.`,
  }),
  'policy-type-not-allowed': p => ({
    message: `The passkey profile ${quote(p.profile)} does not allow device-bound passkeys, and those are what a security key holds.`,
    next: `Allow device-bound passkeys in a profile of this user under ${POLICY_PLACE}.`,
  }),
  'policy-model-not-allowed': p => ({
    message: `The passkey profile ${quote(p.profile)} ${p.list === 'block' ? 'blocks' : 'does not allow'} this model of key${p.model ? `, ${quote(p.model)}` : ''} (AAGUID ${p.aaguid ?? ''}).`,
    next: `Use an allowed model, or ${p.list === 'block' ? 'take its AAGUID off the list' : 'add its AAGUID'} under ${POLICY_PLACE}. It can take 10 minutes to act.`,
  }),
  'policy-attestation-required': p => ({
    message: `The passkey profile ${quote(p.profile)} wants proof of the key’s make, and this key ${attestationGap(p.gap)}.`,
    next: `Use a model that the FIDO Alliance certified, or switch attestation off in the profile under ${POLICY_PLACE}.`,
  }),
  'policy-unreadable': p =>
    graphSaid(
      'The passkey policy of the tenant cannot be read, so Keydesk cannot tell beforehand whether it lets this key in.',
      `Grant ${grantFor('policy')}, to have it checked. The enrollment itself goes on.`,
      p,
    ),
  'policy-groups-unreadable': p =>
    graphSaid(
      'The passkey policy of the tenant is about groups, and the groups of this user cannot be read. So Keydesk cannot tell beforehand whether the policy lets this key in.',
      `Grant ${grantFor('groups')}, to have it checked. The enrollment itself goes on.`,
      p,
    ),
  'policy-not-understood': p => ({
    message: `The passkey policy of the tenant says something that this Keydesk does not know${p.what ? `: ${p.what}` : ''}.`,
    next: 'The registration will show whether it lets this key in. Update Keydesk if there is a newer one.',
  }),
} satisfies Partial<Record<ErrorCode, Say>>;

function attestationGap(gap: ErrorParams[string] | undefined): string {
  switch (gap) {
    case 'unknown-model':
      return 'is of a model that the FIDO metadata service does not list';
    case 'not-certified':
      return 'is of a model without FIDO certification';
    default:
      return 'gives none that Entra accepts (packed)';
  }
}
