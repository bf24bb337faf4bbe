import type { PasskeyProfile, SimulatedPolicy } from './state.ts';

/** Returns the FIDO2 method configuration, with profiles and deprecated members (graph.md, 5). */
export function policyBody(policy: SimulatedPolicy): unknown {
  const top = topLevel(policy);
  const profiled = policy.passkeyProfiles?.length !== 0;
  return {
    '@odata.type': '#microsoft.graph.fido2AuthenticationMethodConfiguration',
    id: 'Fido2',
    state: policy.state,
    isSelfServiceRegistrationAllowed: policy.isSelfServiceRegistrationAllowed,
    isAttestationEnforced: policy.attestationEnforced,
    keyRestrictions: top.keyRestrictions,
    ...(profiled
      ? { defaultPasskeyProfile: policy.defaultPasskeyProfile, passkeyProfiles: policy.passkeyProfiles ?? [top] }
      : {}),
    includeTargets: policy.includeTargets.map(({ allowedPasskeyProfiles, ...target }) => ({
      isRegistrationRequired: false,
      ...target,
      ...(profiled ? { allowedPasskeyProfiles } : {}),
    })),
    excludeTargets: policy.excludeTargets,
  };
}

/** Returns the profile that the top-level members define. */
export function topLevel(policy: SimulatedPolicy): PasskeyProfile {
  return {
    id: policy.defaultPasskeyProfile,
    name: 'Default passkey profile',
    passkeyTypes: 'deviceBound',
    attestationEnforcement: policy.attestationEnforced ? 'registrationOnly' : 'disabled',
    keyRestrictions: {
      isEnforced: policy.keyRestrictions !== null,
      enforcementType: policy.keyRestrictions?.enforcementType ?? 'allow',
      aaGuids: policy.keyRestrictions?.aaGuids ?? [],
    },
  };
}
