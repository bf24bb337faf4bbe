export const reset = {
  description: 'reset a key: erase all its passkeys, its PIN and its settings',
  confirm: 'the name of the key, as keys list shows it, so that nothing is erased by mistake',
  unfinished:
    'unfinished enrollments (see enrollments) that were started on this key, if the key does not show it: they are closed',
  unfinishedOn:
    'An unfinished enrollment of {user} may have been started on this key. If so, close it with this reset by --unfinished {id}, or afterwards: keydesk enrollments discard --id {id}',
  erases: 'This erases the passkey “{passkey}” of {name} ({user}).',
  erasesElsewhere: 'This erases a passkey of {name} in {tenant}.',
  stillInEntra: 'Microsoft Entra ID still has the passkey “{passkey}” of {name}. To delete it there:',
  stillElsewhere:
    'Microsoft Entra ID still has the passkey “{passkey}” of {name} in {tenant}. To delete it there, connect to {tenant}; then:',
  erased: 'The key was erased. Remove it and plug it in again before you use it.',
  done: 'The key was reset and is blank.',
} as const;

export const resetSteps = {
  remove: 'Remove the key.',
  insert: 'Plug it in again, and touch it as soon as it blinks.',
  touch: 'Touch the button on the key now.',
} as const;

export const resetLongSteps = {
  remove: 'Remove the key. This key is erased by a touch of ten seconds.',
  insert: 'Plug it in again. As soon as it blinks, touch it and hold your finger on it for ten seconds.',
  touch: 'Touch the button on the key now, and hold your finger on it for ten seconds.',
} as const;
