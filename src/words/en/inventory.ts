/** Keys that were ever plugged in. */
export const inventory = {
  states: { blank: 'Blank', assigned: 'Assigned', active: 'Active', lost: 'Lost', retired: 'Retired' },
  identities: {
    serial: 'Recognized by its serial number.',
    credential: 'Has no readable serial number. Recognized by its passkey, until that is deleted or the key is reset.',
    model:
      'Keys of this model have no readable serial number. Those without a passkey of Keydesk cannot be told apart, so one line stands for all of them.',
  },
  lostAdvice: {
    sessions:
      'Revoke the user’s sessions in Microsoft Entra ID, so that anyone who is signed in with the key has to sign in again.',
    signIns: 'Check the user’s recent sign-ins for any that were not theirs.',
    pin: 'If somebody else may know the PIN, ask the user to change it everywhere else they use it.',
    replacement: 'Give the user another key, or a Temporary Access Pass until then.',
    found: 'If the key is found, reset it before it is used again.',
  },
  resetAdvice: 'Reset the key before you give it to another user: the passkey and the PIN are still on it.',
} as const;
