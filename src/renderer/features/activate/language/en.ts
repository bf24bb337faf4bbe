import { weakPinWords } from '../../../../contract/errors/facts.ts';
import type { PinWeakness } from '../../../../contract/keys/weakPin.ts';
import { enErrors } from './errors.en.ts';

/** Everything that the activation window says, in two files a language. It speaks to users, who can change nothing in Entra. */
export const en = {
  name: 'English',
  dir: 'ltr' as 'ltr' | 'rtl',
  title: 'Activate my key',
  practice: 'Practice mode',
  language: 'Language',
  toDesk: 'Back to the desk',
  steps: { who: 'Who you are', key: 'Your key', pin: 'Your PIN', touch: 'Touch', done: 'Done' },
  stepState: { done: 'done', current: 'now', waiting: 'later' },
  cancel: 'Cancel',
  startOver: 'Start again',
  details: 'Details for your helpdesk',

  who: 'First, show who you are',
  whoHint: (tenant: string) => `Use your account of ${tenant}, or the code that your helpdesk gave you.`,
  whoHintCode: 'Use the activation code that your helpdesk gave you.',
  signIn: 'Sign in with my account',
  signInHint: 'A browser window opens. Sign in there, then come back here.',
  signInWaiting: 'Sign in in the browser window that has opened …',
  or: 'or',
  userName: 'User name',
  userNameHint: 'As you use it to sign in, for example mia@contoso.com',
  code: 'Activation code',
  useCode: 'Use the code',
  notConnected: 'This station is not connected to a tenant yet. Tell your helpdesk.',

  hello: (name: string) => `Hello, ${name}`,
  key: 'Plug in your security key',
  keyHint: 'Put it into a USB port of this computer.',
  keyAgain: 'Plug your security key in again',
  keyAgainHint: 'It goes on where it stopped. Nothing was lost.',
  keySeveral: 'Leave only your own key plugged in',
  keySeveralHint: 'Take the other security keys out.',
  working: 'Keep the key plugged in …',

  choosePin: 'Choose a PIN for your key',
  replacePin: 'Choose a new PIN for your key',
  enterPin: 'Enter the PIN of your key',
  pinHint:
    'You will need it whenever you sign in with this key. Do not share it with anyone. Keydesk does not keep it.',
  presentPin: 'PIN that the key has now',
  presentPinHint: 'The one that came with the key, or the one that you chose in an earlier try.',
  ownPin: 'Your PIN',
  newPin: 'New PIN',
  pinAgain: 'The same PIN again',
  pinRules: (min: number, max: number) => `${min} to ${max} characters: digits, letters or signs.`,
  pinTooShort: (min: number) => `At least ${min} characters.`,
  pinWeak: (weakness: PinWeakness) => weakPinWords(weakness),
  pinDiffers: 'The two PINs are not the same.',
  pinNever: 'Not your birthday, not 1234, and no PIN that you use elsewhere.',
  pinRetries: (n: number) => (n === 1 ? 'One attempt is left.' : `${n} attempts are left.`),
  showPin: 'Show PIN',
  hidePin: 'Hide PIN',
  continue: 'Continue',

  touch: 'Touch your key now',
  touchHint: 'It blinks. Put a finger on the metal part, or press its button.',

  done: 'Your key is ready',
  doneText: 'Keydesk has just tried it: you can sign in with it.',
  doneNext: [
    'The next time Microsoft asks you to sign in, choose “Face, fingerprint, PIN or security key”.',
    'Plug the key in, enter your PIN, and touch it.',
    'Keep the key with you. If you lose it, tell your helpdesk at once.',
  ],
  waiting: 'Your key is activated',
  waitingText: 'No passkey has been assigned to you yet. Tell your helpdesk; then come back with this key.',
  finish: 'Finish',
  failed: 'That did not work',
  keyOther: 'Use another security key',
  keyOtherHint: 'Take this one out and plug the other one in. You need not start again.',
  keyReplug: 'Take the key out and plug it in again',
  keyReplugHint: 'Then it goes on. You need not start again.',
  timeLeft: (minutes: number) => `You have ${minutes} minutes left.`,
  timeShort: 'You have less than two minutes left.',
  errors: enErrors,
  /** Said of every error that users can do nothing about. */
  otherError: { message: 'This is not possible at the moment.', next: 'Show your helpdesk the details below.' },
};

export type ActivateWords = typeof en;
