/** Rejections by the tenant’s passkey policy. */
export const policyErrors = {
  'policy-method-disabled': {
    message: 'The passkey (FIDO2) method is turned off in this tenant.',
    next: 'Turn it on under Authentication methods, Passkey (FIDO2), in the Entra admin center.',
  },
  'policy-self-service-off': {
    message:
      'The passkey policy does not allow self-service set-up. Without it, Microsoft Graph v1.0 does not register keys.',
    next: 'Allow self-service set-up under Authentication methods, Passkey (FIDO2), in the Entra admin center, or set the Graph version to beta under Settings.',
    command:
      'Allow self-service set-up under Authentication methods, Passkey (FIDO2), in the Entra admin center, or use --graph-version beta.',
  },
  'policy-user-excluded': {
    message:
      '{byName, select, true {{user, select, null {The user is excluded from passkeys by name.} other {“{user}” is excluded from passkeys by name.}}} other {{user, select, null {The user is in the group “{group}”, which is excluded from passkeys.} other {“{user}” is in the group “{group}”, which is excluded from passkeys.}}}}',
    next: '{byName, select, true {Remove the user from the exclusions under Authentication methods, Passkey (FIDO2), in the Entra admin center. The change can take 10 minutes.} other {Remove the user from that group, or the group from the exclusions under Authentication methods, Passkey (FIDO2), in the Entra admin center. The change can take 10 minutes.}}',
  },
  'policy-user-not-targeted': {
    message:
      '{groups, select, null {{user, select, null {The user is not among the users and groups that may have passkeys.} other {“{user}” is not among the users and groups that may have passkeys.}}} other {{user, select, null {The user is not among the users and groups that may have passkeys ({groups}).} other {“{user}” is not among the users and groups that may have passkeys ({groups}).}}}}',
    next: 'Add the user to a targeted group, or target all users under Authentication methods, Passkey (FIDO2), in the Entra admin center. The change can take 10 minutes.',
  },
  'policy-type-not-allowed': {
    message:
      'The passkey profile “{profile}” does not allow device-bound passkeys. A security key holds only device-bound passkeys.',
    next: 'Allow device-bound passkeys in a profile of this user under Authentication methods, Passkey (FIDO2), in the Entra admin center.',
  },
  'policy-model-not-allowed': {
    message:
      '{list, select, block {{model, select, null {The passkey profile “{profile}” blocks this key model (AAGUID {aaguid}).} other {The passkey profile “{profile}” blocks this key model, “{model}” (AAGUID {aaguid}).}}} other {{model, select, null {The passkey profile “{profile}” does not allow this key model (AAGUID {aaguid}).} other {The passkey profile “{profile}” does not allow this key model, “{model}” (AAGUID {aaguid}).}}}}',
    next: '{list, select, block {Use an allowed model, or remove its AAGUID from the list under Authentication methods, Passkey (FIDO2), in the Entra admin center. The change can take 10 minutes.} other {Use an allowed model, or add its AAGUID under Authentication methods, Passkey (FIDO2), in the Entra admin center. The change can take 10 minutes.}}',
  },
  'policy-attestation-required': {
    message:
      '{gap, select, unknown_model {The passkey profile “{profile}” requires attestation, and the FIDO Metadata Service does not list the model of this key.} not_certified {The passkey profile “{profile}” requires attestation, and the model of this key has no FIDO certification.} other {The passkey profile “{profile}” requires attestation, and this key offers none that Microsoft Entra ID accepts (packed).}}',
    next: 'Use a model that is certified by the FIDO Alliance, or turn off attestation in the profile under Authentication methods, Passkey (FIDO2), in the Entra admin center.',
  },
  'policy-unreadable': {
    message:
      'The passkey policy of the tenant cannot be read, so Keydesk cannot check in advance whether it allows this key.',
    next: 'To have it checked, grant the permission {permission}, and to a person the role Global Reader. The enrollment itself continues.',
  },
  'policy-groups-unreadable': {
    message:
      'The passkey policy of the tenant uses groups, and the groups of this user cannot be read. So Keydesk cannot check in advance whether the policy allows this key.',
    next: 'To have it checked, grant the permission {permission}. The enrollment itself continues.',
  },
  'policy-not-understood': {
    message:
      '{what, select, method_state {The passkey (FIDO2) method is in a state that Keydesk does not know.} target_kind {The passkey policy of the tenant has a target of a kind that Keydesk does not know ({value}).} profile_missing {The passkey policy of the tenant names a profile that it does not contain ({value}).} target_without_profile {The passkey policy of the tenant has a target without a profile.} passkey_type {The passkey policy of the tenant has a passkey type that Keydesk does not know ({value}).} list_kind {The passkey profile “{profile}” has a list of models of a kind that Keydesk does not know.} not_an_aaguid {The passkey profile “{profile}” lists a model that is not an AAGUID ({value}).} attestation_kind {The passkey profile “{profile}” has an attestation setting that Keydesk does not know ({value}).} models_unknown {The passkey profile “{profile}” requires attestation, and no current list of key models is loaded.} other {{what, select, null {The passkey policy of the tenant has a setting that Keydesk does not know.} other {The passkey policy of the tenant has a setting that Keydesk does not know: {what}.}}}}',
    next: '{what, select, models_unknown {Load the latest list under Settings, Key models. Without it, only the registration shows whether the policy allows this key.} other {The registration will show whether the policy allows this key. Update Keydesk if there is a newer version.}}',
    command:
      '{what, select, models_unknown {Load the latest list of key models (keydesk metadata update). Without it, only the registration shows whether the policy allows this key.} other {The registration will show whether the policy allows this key. Update Keydesk if there is a newer version.}}',
  },
} as const;
