import { assignmentPurposeWords, assignmentReasonWords, assignmentStateWords } from '../assignments/words.ts';
import { journalStateWords, submissionWords } from '../enrollment/words.ts';
import type { ActivityEntry, ActivityFacts, ActivityKind, ActivityResult } from './schema.ts';

const kinds: Record<ActivityKind, string> = {
  'enrollment-done': 'Passkey made and registered',
  'enrollment-failed': 'Passkey not made',
  'enrollment-recovered': 'Unfinished enrollment settled',
  'pin-never-seen': 'Random PIN perhaps never seen',
  'leftover-removed': 'Leftover of an enrollment settled',
  'leftover-discarded': 'Unfinished enrollment discarded',
  'passkey-deleted': 'Passkey deleted in Entra',
  'key-pin-set': 'PIN set',
  'key-pin-changed': 'PIN changed',
  'key-configured': 'Key settings changed',
  'key-reset': 'Key reset',
  'key-credential-deleted': 'Passkey deleted from a key',
  'fingerprint-enrolled': 'Fingerprint added',
  'fingerprint-renamed': 'Fingerprint renamed',
  'fingerprint-removed': 'Fingerprint removed',
  'settings-changed': 'Settings changed',
  'data-folder-secured': 'Data folder closed to other users',
  'backup-made': 'Backup made',
  'connection-changed': 'Connection changed',
  'connection-added': 'Connection added',
  'connection-removed': 'Connection removed',
  'connection-credential-changed': 'Secret or certificate of a connection changed',
  'signed-in': 'Signed in',
  'signed-out': 'Signed out',
  'metadata-updated': 'List of key models loaded',
  'directory-imported': 'Users and groups imported',
  'passkey-assigned': 'Passkey assigned',
  'assignment-changed': 'Assignment changed',
  'key-reported-lost': 'Key reported lost',
  'key-retired': 'Key retired',
  'key-restored': 'Key back in use',
  'key-activated': 'Key activated by its user',
  'activation-failed': 'Key not activated',
  'activation-code-made': 'Activation code made',
  'activation-code-withdrawn': 'Activation code withdrawn',
  'activation-code-refused': 'Activation code refused',
  'workflow-created': 'Workflow submitted',
  'workflow-changed': 'Workflow changed',
  'workflow-enabled': 'Workflow enabled',
  'workflow-disabled': 'Workflow disabled',
  'workflow-deleted': 'Workflow deleted',
  'workflow-run-now': 'Workflow run for existing users',
  'workflow-run-retried': 'Workflow run tried again',
  'webhook-added': 'Webhook added',
  'webhook-changed': 'Webhook changed',
  'webhook-removed': 'Webhook removed',
  'webhook-secret-rotated': 'Webhook secret rotated',
  'webhook-tested': 'Webhook tested',
  'webhook-disabled': 'Webhook switched off by its receiver',
  'webhook-given-up': 'Webhook delivery given up',
  'webhook-sent-again': 'Webhook deliveries sent again',
  'activity-head-renewed': 'Record of the end of the activity log written again',
};

const results: Record<ActivityResult, string> = { done: 'Done', failed: 'Failed', cancelled: 'Canceled' };

const facts: Readonly<Record<string, string>> = {
  activationId: 'Activation',
  codeId: 'Activation code',
  expiresAt: 'Expires',
  proof: 'Proven by',
  station: 'Station',
  account: 'Account',
  assignmentId: 'Assignment',
  cleanedUp: 'Nothing is left of it',
  clientId: 'Client id',
  connected: 'Connected',
  count: 'Entries',
  credentialId: 'Credential id',
  current: 'Now the current one',
  enrollmentId: 'Enrollment',
  from: 'State before',
  graphUrl: 'Graph address',
  hash: 'Hash',
  id: 'Id',
  kind: 'Kind',
  journalState: 'State',
  length: 'Length',
  method: 'Way',
  methodId: 'Method id',
  models: 'Models',
  name: 'Name',
  newToken: 'New token',
  no: 'Number of the list',
  on: 'Switched on',
  pinSet: 'A PIN was set',
  product: 'Product',
  proven: 'Sign-in proven',
  purpose: 'Purpose',
  reason: 'Reason',
  rpIds: 'Websites',
  setting: 'Setting',
  signIn: 'Signs in by',
  source: 'Source',
  submission: 'In Microsoft Entra ID',
  importEvery: 'Minutes between imports',
  tenantId: 'Tenant id',
  theme: 'Theme',
  to: 'State after',
  version: 'Graph version',
  weakPins: 'Weak PINs',
  workflow: 'Workflow',
};

/** What a person calls the key of an entry: its product and serial number; without them the model, and last of all its address. */
export function keyWords({ key, facts }: Pick<ActivityEntry, 'key' | 'facts'>): string | null {
  const named = [facts?.product, key.serial].filter(text => typeof text === 'string');
  return named.length > 0 ? named.join(', ') : (key.aaguid ?? key.id);
}

/** What happened, in words; the text itself for an unknown kind. */
export function kindWords(kind: string): string {
  return (kinds as Record<string, string>)[kind] ?? kind;
}

/** The name of a fact; as it stands where it has no words. */
export function factWords(name: string): string {
  return facts[name] ?? name;
}

/** Codes that facts of these names hold, in words. */
const codes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  from: { ...assignmentStateWords, ...journalStateWords },
  to: { ...assignmentStateWords, ...journalStateWords },
  journalState: journalStateWords,
  purpose: assignmentPurposeWords,
  submission: submissionWords,
  reason: {
    ...assignmentReasonWords,
    'key-enrolled-again': 'The key was enrolled again for the user.',
  },
  setting: {
    enableEnterpriseAttestation: 'Enterprise attestation',
    setAlwaysUv: 'PIN or finger at every sign-in',
    setMinPINLength: 'Shortest PIN',
    forcePINChange: 'PIN change demanded',
  },
  station: { desk: 'Desk', activation: 'Activation station' },
  weakPins: { refused: 'Refused', allowed: 'Allowed' },
  theme: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
  signIn: {
    browser: 'Browser',
    device: 'Device code',
    certificate: 'Certificate',
    secret: 'Client secret',
    token: 'Token',
  },
  proof: { code: 'Activation code', 'sign-in': 'Own sign-in' },
};

/** The value of a fact; as it stands where it is no code. */
export function valueWords(name: string, value: ActivityFacts[string]): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (value === null) return '—';
  return codes[name]?.[String(value)] ?? String(value);
}

export function resultWords(result: string): string {
  return (results as Record<string, string>)[result] ?? result;
}
