/** Errors of assignments, of keys in the inventory, of workflows and of webhooks. */
export const assignmentErrors = {
  'assignment-exists': {
    message:
      '{purpose, select, null {“{user}” already has an assigned passkey.} other {“{user}” already has an assigned passkey ({purpose}: {state}).}}',
    next: 'Open the Passkeys tab of the user, and cancel or revoke the existing assignment first.',
    command: 'Cancel or revoke the existing assignment first. Its id is in: keydesk assignments list.',
  },
  'assignment-not-found': {
    message: 'There is no such assignment in this tenant.',
    next: 'Refresh the list.',
    command: 'List the assignments again: keydesk assignments list.',
  },
  'expiry-over': {
    message:
      '{now, select, null {That time is in the past.} other {That time is in the past: for Keydesk it is {now}.}}',
    next: 'Choose a later time. If the clock of this computer was ahead earlier, Keydesk counts on from that time, so that nothing expired becomes valid again.',
  },
  'assignment-changed': {
    message:
      '{state, select, null {This assignment has changed in the meantime, so this is no longer possible.} other {The state of this assignment is now “{state}”, so this is no longer possible.}}',
    next: 'Refresh the list, and check what has changed.',
    command: 'List the assignments again (keydesk assignments list), and check what has changed.',
  },
  'difference-gone': {
    message: 'This difference no longer exists. Nothing was changed.',
    next: 'Compare again.',
    command: 'Compare again: keydesk reconcile.',
  },
  'mend-unproven': {
    message:
      '{until, select, null {It is not proven that Microsoft Entra ID does not have this passkey: its lists can be up to an hour old. Nothing was changed.} other {It is not proven yet that Microsoft Entra ID does not have this passkey: its lists can be up to an hour old. Nothing was changed. Try again after {until}.}}',
    next: 'Wait for an hour after the passkey was created. If you know that it is not needed, confirm that, and try again.',
    command:
      'Wait for an hour after the passkey was created. If you know that it is not needed, add --even-if-unproven.',
  },
  'mend-not-confirmed': {
    message: 'The name to confirm is “{expected}”. Nothing was changed.',
    next: 'Compare again, and check whom the difference is about.',
    command: 'Check whom the difference is about, then give --confirm with that name.',
  },
  'key-other': {
    message: '{serial, select, null {Another key is plugged in.} other {Another key is plugged in ({serial}).}}',
    next: 'Plug in the key that you want to compare.',
  },
  'key-belongs-to-another': {
    message:
      '{serial, select, null {This key holds the passkey of “{owner}”. Nothing was written to it.} other {This key ({serial}) holds the passkey of “{owner}”. Nothing was written to it.}}',
    next: 'Use another key. To give this one to somebody else, delete the passkey of “{owner}” first, or reset the key.',
  },
  'key-reported-lost': {
    message:
      '{owner, select, null {{serial, select, null {This key was reported lost. Nothing was written to it.} other {This key ({serial}) was reported lost. Nothing was written to it.}}} other {{serial, select, null {This key of “{owner}” was reported lost. Nothing was written to it.} other {This key ({serial}) of “{owner}” was reported lost. Nothing was written to it.}}}}',
    next: 'Reset it (Security keys, Reset). After that it can be used again.',
    command: 'Reset it (keydesk keys reset). After that it can be used again.',
  },
  'key-retired': {
    message:
      '{serial, select, null {This key was retired. Nothing was written to it.} other {This key ({serial}) was retired. Nothing was written to it.}}',
    next: 'Use another key, or restore this one under Security keys, Inventory.',
    command: 'Use another key, or restore this one (keydesk inventory restore).',
  },
  'inventory-key-not-found': {
    message: 'There is no such key in the inventory.',
    next: 'Refresh the list.',
    command: 'List the keys again: keydesk inventory list.',
  },
  'inventory-key-unnamed': {
    message: 'This line of the inventory stands for all blank keys of a model, because they cannot be told apart.',
    next: 'Choose the line of one key.',
    command: 'Give the id of a single key. The ids are in: keydesk inventory list.',
  },
} as const;

export const workflowErrors = {
  'workflow-not-found': {
    message: 'There is no such workflow.',
    next: 'It may have been deleted. Check the list of workflows.',
    command: 'It may have been deleted. List the workflows: keydesk workflows list.',
  },
  'workflow-run-not-found': {
    message: 'There is no such run that needs attention.',
    next: 'It may have been retried already. Check the run history.',
    command: 'It may have been retried already. List the runs: keydesk workflows runs.',
  },
  'workflow-group-unknown': {
    message:
      '{group, select, null {The group is not in the imported directory.} other {The group “{group}” is not in the imported directory.}}',
    next: 'Import users and groups, or choose another group.',
    command: 'Import users and groups (keydesk import), or name another group.',
  },
  'workflow-user-unknown': {
    message:
      '{user, select, null {The user is not in the imported directory yet.} other {The user “{user}” is not in the imported directory yet.}}',
    next: 'Import users and groups. Keydesk then tries again automatically.',
    command: 'Import users and groups (keydesk import). Keydesk then tries again automatically.',
  },
  'workflow-disabled': {
    message: 'This workflow is disabled.',
    next: 'Enable it first.',
    command: 'Enable it first (keydesk workflows enable).',
  },
} as const;

export const webhookErrors = {
  'webhook-not-found': {
    message: 'There is no such webhook.',
    next: 'It may have been removed. Check the list of webhooks.',
    command: 'It may have been removed. List the webhooks: keydesk webhooks list.',
  },
  'webhook-delivery-not-found': {
    message: 'There is no such undelivered message.',
    next: 'It may have been sent again already. Check the list of deliveries.',
    command: 'It may have been sent again already. List the messages: keydesk webhooks deliveries.',
  },
  'webhook-url-refused': {
    message:
      '{rule, select, not_https {The address of a webhook must begin with https. Only addresses of this computer may use http.} credentials {The address of a webhook cannot contain a user name or password.} private_host {The private host that you entered is not the host of the address.} exists {There is already a webhook for this address.} other {This is not a valid address for a webhook.}}',
    next: 'Enter another address.',
  },
  'webhook-address-refused': {
    message:
      '{kind, select, metadata {{host} has the address {address}, which is not allowed for a receiver.} special {{host} has the address {address}, which is not allowed for a receiver.} loopback {{host} has the address {address}, which is not allowed for a receiver.} other {{host} has the address {address} in a private network, which this webhook is not allowed to use.}}',
    next: '{kind, select, metadata {Check the name. Keydesk never sends events to such an address.} special {Check the name. Keydesk never sends events to such an address.} loopback {Check the name. Keydesk never sends events to such an address.} other {Check the name. If it is right, add the webhook again and enter its host as a private one.}}',
    command:
      '{kind, select, metadata {Check the name. Keydesk never sends events to such an address.} special {Check the name. Keydesk never sends events to such an address.} loopback {Check the name. Keydesk never sends events to such an address.} other {Check the name. If it is right, add the webhook with --allow-private.}}',
  },
  'webhook-unreachable': { message: '{host} cannot be reached.', next: 'Correct the receiver. {again}' },
  'webhook-timeout': {
    message:
      '{seconds, select, null {{host} did not answer in time.} other {{seconds, plural, one {{host} did not answer in # second.} other {{host} did not answer in # seconds.}}}}',
    next: 'A receiver should answer at once and process the message afterwards. {again}',
  },
  'webhook-certificate': {
    message: 'The certificate of {host} cannot be trusted.',
    next: 'Give it a certificate that this computer trusts, or add the root certificate of your company (docs/network.md). {again}',
  },
  'webhook-redirected': {
    message:
      '{status, select, null {{host} redirects webhooks to another address. Keydesk does not follow redirects.} other {{host} redirects webhooks to another address (HTTP {status}). Keydesk does not follow redirects.}}',
    next: 'Add a webhook with the final address instead.',
    command: 'Add a webhook with the final address instead (keydesk webhooks add).',
  },
  'webhook-refused': {
    message:
      '{status, select, null {{host} did not accept the event.} other {{host} did not accept the event (HTTP {status}).}}',
    next: 'Correct the receiver. {again}',
  },
  'webhook-gone': {
    message:
      '{test, select, true {{host} says that this address no longer exists (HTTP 410). The test did not change the webhook. An event with this answer disables it.} other {{host} says that this address no longer exists (HTTP 410). The webhook was disabled.}}',
    next: '{test, select, true {Correct the receiver and test again, or remove the webhook.} other {Enable it again when the receiver is back, or remove it.}}',
  },
  'webhook-disabled': {
    message: 'This webhook is disabled.',
    next: 'Enable it first.',
    command: 'Enable it first (keydesk webhooks enable).',
  },
  'webhook-secret-missing': {
    message:
      'The secret of this webhook is not known here: this computer has no secure place to store it, the stored secret cannot be unsealed, or another desk has it and has not sealed it for this one.',
    next: 'Enter the secret, or rotate it to get a new one. If another desk has it, confirm the fingerprint of this desk there, under Settings, Record.',
    command:
      'Set KEYDESK_WEBHOOK_SECRETS, or rotate the secret to get a new one (keydesk webhooks rotate). If another desk has it, confirm the fingerprint of this desk there (keydesk record desks trust).',
  },
  'webhook-secret-wrong': {
    message: 'This is not the secret of the webhook.',
    next: 'Check it at the receiver, or rotate it to get a new one.',
  },
} as const;

export const webhookAdvice = {
  receiver: 'The receiver',
  test: 'Then test the webhook again: Keydesk sends a test only once.',
  event: 'Keydesk tries again automatically for three days.',
} as const;
