export const policyStrings = {
  title: 'Passkey policy of the tenant',
  explain:
    'Who may register which key is decided in Microsoft Entra ID. Keydesk reads it, and tells before a key is touched whether it will be refused.',
  asOf: (time: string) => `As of ${time}.`,
  reading: 'Reading the policy…',
  models: (n: number) =>
    n === 1 ? 'One model of the list of key models is let in' : `${n} models of the list of key models are let in`,
  groups: (n: number) => (n === 1 ? 'One group, with its object id' : `${n} groups, with their object ids`),
  noModels: 'None of the models in the list of key models is let in, or no list is loaded.',
  checking: 'Asking what the tenant’s policy says of this key…',
  allowed: (profile: string) => `The tenant’s policy lets this key in (${profile}).`,
  checkAgain: 'Check again',
} as const;
