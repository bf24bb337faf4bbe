/** Assignments: their states, purposes, sources and reasons. */
export const assignments = {
  states: {
    pending: 'Pending',
    provisioning: 'In progress',
    active: 'Active',
    failed: 'Failed',
    revoked: 'Revoked',
    expired: 'Expired',
    cancelled: 'Canceled',
  },
  purposes: { primary: 'Primary', backup: 'Backup', additional: 'Additional' },
  sources: { desk: 'Desk', workflow: 'Workflow', import: 'Import' },
  sourceOf: '{source}: {workflow}',
  reasons: {
    assigned: 'Once the user activates their security key, they can use it.',
    'enrolment-started': 'The passkey is being created.',
    registered: 'Registered, and proven to sign in.',
    'registered-unproven': 'Registered; the key has not proven yet that it signs in.',
    adopted: 'The passkey was made elsewhere, and recorded here later.',
    'enrolment-failed': 'The passkey could not be created.',
    'enrolment-cancelled': 'The enrollment was canceled.',
    'enrolment-interrupted': 'An enrollment was interrupted.',
    retried: 'Will be tried again.',
    'cancelled-by-staff': 'Canceled by staff.',
    expired: 'The user did not activate a key in time.',
    'passkey-deleted': 'The passkey was deleted in Microsoft Entra ID.',
    'revoked-by-staff': 'Revoked by staff.',
    'key-lost': 'The key was reported lost.',
    'key-retired': 'The key was retired.',
    'key-returned': 'The key was returned.',
    'key-reset': 'The key was reset, which erased the passkey.',
    'credential-deleted': 'The passkey was deleted from the key.',
  },
  accounts: { left: 'User left', disabled: 'User disabled' },
  /** What to do about an assignment whose user has left or is disabled: with a passkey, and while it waits for a key. */
  adviceWithPasskey: {
    left: 'The user was deleted in Microsoft Entra ID: delete the passkey, and mark the key as returned.',
    disabled:
      'The account is disabled, so nobody can sign in with the passkey. If the user does not come back, delete it, and mark the key as returned.',
  },
  adviceWaiting: {
    left: 'The user was deleted in Microsoft Entra ID: cancel the assignment.',
    disabled: 'The account is disabled. A passkey can be created when it is enabled again.',
  },
  withAdvice: '{why} {advice}',
  stillInEntra: '{why} Microsoft Entra ID still has it: delete it there, too.',
  deletionDue: '{why} The passkey must still be deleted in Microsoft Entra ID.',
} as const;
