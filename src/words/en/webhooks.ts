/** Webhooks, at the window and at the command line. */
export const webhooks = {
  types: {
    'user.imported': 'User imported',
    'passkey.assigned': 'Passkey assigned',
    'security-key.activated': 'Security key activated',
    'passkey.registered': 'Passkey registered',
    'passkey.failed': 'Passkey failed',
    'passkey.revoked': 'Passkey revoked',
    'passkey.cancelled': 'Assignment canceled',
    'passkey.expired': 'Assignment expired',
  },
  states: {
    active: 'Active',
    disabled: 'Disabled',
    gone: 'Disabled: 410 Gone',
    'secret-missing': 'Secret missing',
    'tenant-unknown': 'Disabled: tenant not known',
  },
  deliveryStates: { waiting: 'Waiting', delivered: 'Delivered', dead: 'Given up' },
} as const;
