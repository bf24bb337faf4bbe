import type { Answer } from './answers.ts';
import { page, type Query } from './pages.ts';
import type { TenantState } from './state.ts';
import type { Tenant } from './tenant.ts';

/** The FIDO2 method configuration, profiles and deprecated members alike (graph.md, 5). */
export function policyBody({ policy }: TenantState, tenant: Tenant): unknown {
  const restrictions = {
    isEnforced: policy.keyRestrictions !== null,
    enforcementType: policy.keyRestrictions?.enforcementType ?? 'allow',
    aaGuids: policy.keyRestrictions?.aaGuids ?? [],
  };
  const profileId = tenant.id;
  return {
    id: 'Fido2',
    state: policy.state,
    isSelfServiceRegistrationAllowed: policy.isSelfServiceRegistrationAllowed,
    isAttestationEnforced: policy.attestationEnforced,
    keyRestrictions: restrictions,
    defaultPasskeyProfile: profileId,
    passkeyProfiles: [
      {
        id: profileId,
        name: 'Default',
        passkeyTypes: 'deviceBound',
        attestationEnforcement: policy.attestationEnforced ? 'registrationOnly' : 'disabled',
        keyRestrictions: restrictions,
      },
    ],
    includeTargets: [
      { targetType: 'group', id: 'all_users', isRegistrationRequired: false, allowedPasskeyProfiles: [profileId] },
    ],
    excludeTargets: [],
  };
}

/** Who has which methods, in bulk (graph.md, 6). */
export function registrationReport({ methods }: TenantState, tenant: Tenant, query: Query): Answer {
  const holders = new Set(methods.map(({ userId }) => userId));
  const numbers = tenant.numbers();
  const member = (i: number) => {
    const user = tenant.user(numbers[i] ?? 0);
    return {
      id: user.id,
      userPrincipalName: user.userPrincipalName,
      userDisplayName: user.displayName,
      isAdmin: user.isAdmin,
      methodsRegistered: holders.has(user.id) ? ['fido2SecurityKey'] : [],
    };
  };
  return page(numbers.length, member, '/reports/authenticationMethods/userRegistrationDetails', query);
}
