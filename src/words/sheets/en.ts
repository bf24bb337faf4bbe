/**
 * The sheet that a user gets with a key. It has more languages than the rest of Keydesk, so it is a catalog of its own: `saySheets.ts` lists
 * the languages. English is the source.
 */
export const en = {
  title: 'Your security key',
  intro: 'With this security key, you sign in to Microsoft without a password.',
  account: 'Account',
  key: 'Security key',
  serial: 'Serial number',
  first: 'What to do first',
  first1: 'On your computer, open https://myaccount.microsoft.com.',
  first2: 'Choose to sign in with a security key.',
  first3: 'Plug in the key, enter its PIN, and touch the key when it blinks.',
  change: 'How to change the PIN',
  changeWindows: 'Windows: Settings, Accounts, Sign-in options, Security key, Manage.',
  changeOthers: 'macOS and Linux: open chrome://settings/securityKeys in Google Chrome.',
  changeAdvice: 'Choose a PIN that is hard to guess. Do not write it on the key.',
  help: 'Whom to call',
  helpNobody: 'Call the IT support of your organization, also if you lose the key.',
  pin: 'PIN',
  pinElsewhere: 'The PIN is on a separate sheet.',
  pinSecret: 'Show this PIN to nobody. Destroy this sheet when you know the PIN by heart.',
  pinBlocks: 'Too many wrong PINs block the key.',
  pinOf: 'PIN of your security key',
  fold1: '1. Fold up here',
  fold2: '2. Fold back here',
} as const;
