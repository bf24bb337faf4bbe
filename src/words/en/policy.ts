/** The tenant's passkey policy in sentences. */
export const policy = {
  unknownState:
    'The passkey (FIDO2) method is in a state that Keydesk does not know. Check it in the Entra admin center.',
  off: 'The passkey (FIDO2) method is turned off: no user can register a key.',
  nobody: 'No user may register a key: the policy targets no users and no groups.',
  targets: 'May register a key: {targets}.',
  target: '{target} ({profiles})',
  noProfile: 'no profile',
  excluded: 'Excluded: {targets}.',
  noSelfService: 'Self-service set-up is not allowed: keys can be registered only through Graph beta.',
  deprecated: 'The tenant has no passkey profiles yet; these are its earlier settings.',
  who: {
    all: 'all users',
    group: 'group “{name}”',
    user: 'user “{name}”',
    groupId: 'group {id}',
    userId: 'user {id}',
    unknown: '{id} (of a kind that Keydesk does not know)',
  },
  profile: '{name}: {models}; {attestation}.',
  models: {
    none: 'any key model',
    allow: 'only these models: {models}',
    allowNone: 'no key model',
    block: 'any key model except: {models}',
    unknown: 'a list of models of a kind that Keydesk does not know',
    synced: 'no security keys, only synced passkeys',
  },
  attestation: {
    disabled: 'no attestation',
    registrationOnly: 'attestation at registration',
    unknown: 'attestation “{setting}”, which Keydesk does not know',
  },
  group: '{name}: {id}',
} as const;
