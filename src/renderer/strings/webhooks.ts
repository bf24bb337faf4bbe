import type { EventType } from '../../contract/webhooks/events.ts';
import type { DeliveryState, WebhookField } from '../../contract/webhooks/schema.ts';

const types: Record<EventType, string> = {
  'user.imported': 'User imported',
  'passkey.assigned': 'Passkey assigned',
  'security-key.activated': 'Security key activated',
  'passkey.registered': 'Passkey registered',
  'passkey.failed': 'Passkey failed',
  'passkey.revoked': 'Passkey revoked',
  'passkey.cancelled': 'Assignment canceled',
  'passkey.expired': 'Assignment expired',
};
const fields: Record<WebhookField, string> = {
  userId: 'Object id of the user',
  userPrincipalName: 'User name (UPN)',
  key: 'Key: serial number, model, id',
};
const deliveryStates: Record<DeliveryState, string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  dead: 'Given up',
};

export const webhookStrings = {
  title: 'Webhooks',
  explain:
    'Keydesk tells other systems of the organization what happens, in signed messages (CloudEvents, Standard Webhooks). Each event arrives at least once, those of one user in order.',
  none: 'No webhook yet.',
  add: 'Add webhook',
  addTitle: 'Add a webhook',
  url: 'Address',
  urlHint: 'https, or http on this computer.',
  events: 'Events',
  fields: 'What may go out',
  fieldsHint: 'Nothing else that names a person or a key is sent. PINs and tokens never are.',
  isPrivate: 'The address is in our own network',
  privateHost: 'Host of the address, once more',
  privateHint: 'Private addresses are refused unless their host is named here.',
  save: 'Add',
  types,
  fieldNames: fields,
  states: {
    active: 'Active',
    disabled: 'Disabled',
    gone: 'Switched off: 410 Gone',
    'secret-missing': 'Secret missing',
    'tenant-unknown': 'Disabled: tenant not known',
  },
  counts: (waiting: number, delivered: number, dead: number) =>
    `${waiting.toLocaleString()} waiting, ${delivered.toLocaleString()} delivered, ${dead.toLocaleString()} given up`,
  secretTitle: 'The secret of the webhook',
  secretOnce: 'It is shown this once. Store it at the receiver, which checks signatures with it.',
  twoSecrets: (until: string) => `Until ${until} messages carry the signature of the secret before, too.`,
  memoryOnly: 'This computer has no safe place for secrets. Keydesk asks for it after each restart.',
  giveSecret: 'Secret',
  giveSecretHint: 'Keydesk could not keep it over the restart. Messages wait until it is entered or rotated.',
  tenantUnknown:
    'An earlier version did not record its tenant. Enable it to have it get the events of the connected tenant.',
  give: 'Use secret',
  test: 'Test',
  tested: (status: number, ms: number) => `The receiver answered HTTP ${status} in ${Math.round(ms)} ms.`,
  deliveries: 'Deliveries',
  rotate: 'Rotate secret',
  enable: 'Enable',
  disable: 'Disable',
  remove: 'Remove',
  more: (url: string) => `Actions for ${url}`,
  removeTitle: 'Remove this webhook?',
  removeText: (url: string) => `${url} gets nothing any more, and what waits for it is forgotten.`,
  rotateTitle: 'Rotate the secret?',
  rotateText: 'A new secret is made and shown once. For a day messages carry both signatures.',
  deliveriesTitle: 'Deliveries',
  deliveryColumns: { event: 'Event', user: 'User', state: 'State', attempts: 'Attempts', why: 'Last failure' },
  deliveryStates,
  anyState: 'All',
  noDeliveries: 'Nothing here.',
  again: 'Send again',
  allAgain: 'Send all that were given up again',
  older: 'Older ones',
} as const;
