import { GraphRefusal } from './answers.ts';

/** The default properties of a user in Graph (learn.microsoft.com/graph/api/user-get). */
const USER_DEFAULT = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];
/** Further properties for `$select`. Those that the simulator does not have are null. */
const USER_MORE = [
  'accountEnabled',
  'ageGroup',
  'assignedLicenses',
  'assignedPlans',
  'city',
  'companyName',
  'country',
  'createdDateTime',
  'creationType',
  'deletedDateTime',
  'department',
  'employeeHireDate',
  'employeeId',
  'employeeOrgData',
  'employeeType',
  'externalUserState',
  'faxNumber',
  'identities',
  'imAddresses',
  'isResourceAccount',
  'lastPasswordChangeDateTime',
  'licenseAssignmentStates',
  'mailNickname',
  'manager',
  'onPremisesDistinguishedName',
  'onPremisesDomainName',
  'onPremisesExtensionAttributes',
  'onPremisesImmutableId',
  'onPremisesLastSyncDateTime',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'onPremisesUserPrincipalName',
  'otherMails',
  'passwordPolicies',
  'passwordProfile',
  'postalCode',
  'provisionedPlans',
  'proxyAddresses',
  'securityIdentifier',
  'showInAddressList',
  'signInSessionsValidFromDateTime',
  'state',
  'streetAddress',
  'usageLocation',
  'userType',
];
const GROUP = [
  'allowExternalSenders',
  'assignedLabels',
  'classification',
  'createdDateTime',
  'deletedDateTime',
  'description',
  'displayName',
  'expirationDateTime',
  'groupTypes',
  'id',
  'isAssignableToRole',
  'mail',
  'mailEnabled',
  'mailNickname',
  'members',
  'membershipRule',
  'membershipRuleProcessingState',
  'onPremisesLastSyncDateTime',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'owners',
  'preferredLanguage',
  'proxyAddresses',
  'securityEnabled',
  'securityIdentifier',
  'uniqueName',
  'visibility',
];
const REGISTRATION = [
  'id',
  'isAdmin',
  'isMfaCapable',
  'isMfaRegistered',
  'isPasswordlessCapable',
  'isSsprCapable',
  'isSsprEnabled',
  'isSsprRegistered',
  'isSystemPreferredAuthenticationMethodEnabled',
  'lastUpdatedDateTime',
  'methodsRegistered',
  'systemPreferredAuthenticationMethods',
  'userDisplayName',
  'userPreferredMethodForSecondaryAuthentication',
  'userPrincipalName',
  'userType',
];

const known = {
  user: new Set([...USER_DEFAULT, ...USER_MORE]),
  group: new Set(GROUP),
  directoryObject: new Set([...USER_DEFAULT, ...USER_MORE, ...GROUP]),
  userRegistrationDetails: new Set(REGISTRATION),
};
type Kind = keyof typeof known;

/** The properties that User.ReadBasic.All allows (learn.microsoft.com/graph/permissions-reference). */
export const BASIC_PROFILE: ReadonlySet<string> = new Set([
  'displayName',
  'givenName',
  'id',
  'mail',
  'photo',
  'surname',
  'userPrincipalName',
]);

/** Returns the selected property names; undefined without `$select`. @throws GraphRefusal for an unknown name */
export function selected(select: string | null, kind: Kind): readonly string[] | undefined {
  if (select === null) return undefined;
  const names = select.split(',').map(name => name.trim());
  const unknown = names.find(name => !known[kind].has(name));
  if (unknown === undefined) return names;
  const message = `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${kind}'.`;
  throw new GraphRefusal(400, 'BadRequest', message);
}

/**
 * Returns the selected properties, with null for those that are not set. `visible` are the names that the caller may
 * see.
 */
export function pick(
  properties: Readonly<Record<string, unknown>>,
  names: readonly string[],
  visible?: ReadonlySet<string>,
): Record<string, unknown> {
  const shown = (name: string) => visible === undefined || visible.has(name);
  return Object.fromEntries(
    [...new Set(['id', ...names])].map(name => [
      name,
      shown(name) ? (properties[name] ?? emptyOf(name)) : emptyOf(name),
    ]),
  );
}

/** Returns the value of a property that is not set. Collections are empty. */
function emptyOf(name: string): unknown {
  return name === 'businessPhones' ? [] : null;
}

export function userNames(select: string | null): readonly string[] {
  return selected(select, 'user') ?? USER_DEFAULT;
}
