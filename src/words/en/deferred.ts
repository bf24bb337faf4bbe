/** Deferred enrollment: keys that are made without a network. */
export const deferred = {
  states: {
    refused: 'Refused',
    fetched: 'Waiting for its key',
    making: 'Begun on a key',
    made: 'Key made',
    uploaded: 'Registered',
    failed: 'Failed',
  },
} as const;

/** The commands `keydesk deferred …`. */
export const deferredCommands = {
  description: 'make keys without a network: fetch options, make keys, upload registrations',
  fetch: 'check users and fetch what their keys need into a package; renew a package',
  make: 'give each plugged-in key the next row of a package; needs no network and no connection',
  upload: 'register the keys that were made',
  show: 'show a package and its rows',
  users: 'file with users: CSV, text or .xlsx; not needed to renew a package',
  to: 'file of the package; an existing one is renewed',
  package: 'file of the package',
  days: 'how long the keys can be registered, in days',
  profile: 'profile for rows without one of their own',
  existing: 'what happens to users who have a security key',
  name: 'name of the batch; the date if left out',
  key: 'use only these keys; all plugged-in keys if left out',
  passphraseStdin: 'read the passphrase of the package, or of the private key, from standard input',
  recipient: 'certificates (PEM) whose owners can open the package',
  identity: 'private key (PEM) of a certificate of the package',
  fetched: '{count, plural, one {# user is} other {# users are}} in the package. Keys can be registered until {until}.',
  fetchedNone: 'No user is in the package.',
  made: '{made, plural, one {# key is} other {# keys are}} made, {failed, number} failed, {waiting, number} wait.',
  uploaded: '{uploaded, plural, one {# key is} other {# keys are}} registered, {failed, number} failed.',
  batch: 'Batch {id}',
  left: '{count, plural, one {# key has a passkey} other {# keys have passkeys}} that cannot be registered any more. The next upload lists them for clean-up.',
  columns: 'Line|User|State|Serial number|Valid until (UTC)|Problem',
  fileLabel: 'Package',
  tenantLabel: 'Tenant',
  batchLabel: 'Batch',
  expiresLabel: 'First end of validity',
  keyDone: 'The key of {user} is made.',
} as const;
