import { credentialCountWords, inconsistentWords, keyWords } from '../../contract/keys/words.ts';

/** The Security keys page. */
export const keyStrings = {
  ...keyWords,
  title: 'Security keys',
  subtitle: 'The keys that are plugged in, and what each can do.',
  none: 'No security key is plugged in',
  noneHint: 'Plug one in; it shows up here by itself.',
  unnamed: 'Security key',
  canPasskey: 'Can hold Microsoft passkeys',
  cannotPasskey: 'Cannot hold a Microsoft passkey',
  reading: 'Reading the key…',
  inUse: (user: string) => `This key is being enrolled for ${user}, and is read afterwards.`,
  toEnrollment: 'Go to the enrollment',
  places: 'Places for passkeys',
  placesUnknown: 'This key does not say how many passkeys fit.',
  placesFree: (free: number, used: number) =>
    `${free} free${used === 0 ? '' : `, ${used} used by passkeys that were made with Keydesk`}`,
  technical: 'Technical details',
  readAgain: 'Read again',
};

/** What is done with a key there. */
export const keyWorkStrings = {
  setPin: 'Set PIN',
  changePin: 'Change PIN',
  presentPin: 'Present PIN',
  newPin: 'New PIN',
  credentials: 'Passkeys on this key',
  credentialCount: credentialCountWords,
  inconsistent: inconsistentWords,
  nobody: 'No name',
  deleteCredential: (user: string, rp: string) => `Delete ${user} at ${rp}`,
  confirmCredential: (user: string, rp: string) =>
    `Delete the passkey of ${user} at ${rp} from this key? It stays registered there.`,
  fingerprints: 'Fingerprints',
  noFingerprints: 'The key knows no finger yet.',
  unnamedFinger: 'A finger without a name',
  fingerName: 'Name of the finger',
  addFinger: 'Add a fingerprint',
  putFinger: 'Put the finger on the sensor of the key',
  samplesLeft: (n: number) => (n === 1 ? 'One more touch.' : `${n} more touches.`),
  deleteFinger: (name: string) => `Delete ${name}`,
  confirmFinger: (name: string) => `Let the key forget “${name}”?`,
  config: 'Key settings',
  alwaysUv: 'Ask for the PIN or a finger at every sign-in',
  enterpriseAttestation: 'Tell the serial number to organizations the key was made for (off again only by a reset)',
  minLength: 'Shortest PIN',
  minLengthHint: 'It never shrinks again, but by a reset. A PIN that is too short must be changed first.',
  setMinLength: 'Lengthen',
  forcePinChange: 'Demand a PIN change before the next use',
  wink: 'Blink',
  reset: 'Reset',
  resetTitle: (name: string) => `Reset ${name}`,
  resetErases: 'Everything on the key will be erased:',
  resetAdvice:
    'every passkey, its PIN, its fingerprints and settings. The key cannot be used to sign in until it is enrolled again.',
  reading: 'Reading whose passkeys are on the key…',
  knownPasskeys: 'These passkeys will be erased:',
  passkeyOf: (passkey: string, user: string, userName: string) => `${passkey} of ${user} (${userName})`,
  otherPasskeys: 'Passkeys that were not made with Keydesk will be erased, too.',
  noKnownPasskeys: 'Keydesk knows of no passkey on this key. If there are any, they will be erased.',
  erasedStillInEntra: (passkey: string, user: string, otherTenant?: string) =>
    `“${passkey}” of ${user} was erased from the key. Microsoft Entra ID still has it.${
      otherTenant === undefined ? '' : ` It belongs to ${otherTenant}: connect to that tenant to delete it there.`
    }`,
  erasedDeleted: (passkey: string, user: string) => `“${passkey}” of ${user} is deleted in Microsoft Entra ID, too.`,
  deleteInEntra: 'Delete in Microsoft Entra ID',
  resetUnfinished: (user: string, when: string) =>
    `The unfinished enrollment of ${user}, begun ${when}, was made on this key: close it`,
  resetConfirm: (name: string) => `Type the name of the key, ${name}, to go on`,
  resetSteps: {
    remove: 'Take the key out now',
    insert: 'Plug the key in again, and touch it as soon as it blinks',
    touch: 'Touch the button on the key now',
  },
  resetLongSteps: {
    remove: 'Take the key out now',
    insert: 'Plug the key in again. As soon as it blinks, hold your finger on it for ten seconds',
    touch: 'Hold your finger on the button of the key for ten seconds',
  },
  resetLong: 'This key is erased by a touch of ten seconds.',
  resetDone: 'The key is as new.',
  resetDoneReplug: 'The key was erased. Take it out and plug it in again before you use it.',
};
