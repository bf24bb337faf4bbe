/** Errors of deferred enrollments. */
export const deferredErrors = {
  'deferred-package-missing': {
    message: 'There is no package “{file}”.',
    next: 'Check the name of the file, and whether the drive is connected.',
  },
  'deferred-folder-missing': {
    message: 'There is no folder “{folder}”.',
    next: 'Connect the drive, or choose another folder for the package.',
  },
  'deferred-not-a-package': {
    message: '“{file}” is not a package of Keydesk.',
    next: 'Choose the file that “Fetch” has written.',
  },
  'deferred-package-newer': {
    message: 'A newer version of Keydesk has written this package (format {version}).',
    next: 'Update Keydesk on this computer. The package was not changed.',
  },
  'deferred-package-too-large': {
    message: 'A package has at most {rows, plural, one {# user} other {# users}} and {megabytes, number} MB.',
    next: 'Fetch the users in several packages.',
  },
  'deferred-package-changed': {
    message: 'Another program has changed the package “{file}” in the meantime.',
    next: 'Close other windows that use the package, and open it again. Keydesk did not overwrite it.',
  },
  'deferred-package-busy': {
    message: 'This Keydesk already works on the package “{file}”.',
    next: 'Wait for the end, or stop it first.',
  },
  'deferred-unopened': {
    message:
      '{reason, select, passphrase {The passphrase is wrong, or the package was changed.} identity {This private key does not open the package, or the package was changed.} station {This Keydesk cannot open the package by itself.} other {The package is damaged: it was changed or is not complete.}}',
    next: '{reason, select, passphrase {Type the passphrase again.} identity {Use the private key of the certificate that the package was fetched for.} station {Give the passphrase of the package, or the private key of its certificate. Only the Keydesk that has fetched a package opens it without.} other {Use a copy of the package that is not damaged. If there is none, fetch it again.}}',
  },
  'deferred-identity': {
    message: 'This private key cannot be used. {why}',
    next: 'Use a PEM file with the private key of the certificate: RSA with 2048 bits or more, or P-256, P-384 or P-521.',
  },
  'deferred-other-tenant': {
    message: 'This package belongs to another tenant: {tenant}.',
    next: 'Connect that tenant, and upload the package again.',
  },
  'deferred-unknown-sender': {
    message: 'Keydesk cannot prove that this package is the one that was fetched.',
    next: 'Upload it with the Keydesk that has fetched it, or with the passphrase of the package.',
  },
  'deferred-beta-missing': {
    message:
      'Microsoft Graph gives this tenant no challenges for deferred enrollment: they need its beta version. Version 1.0 gives 5 minutes.',
    next: 'Enroll these users with a network, for example in a batch.',
  },
  'deferred-clock': {
    message:
      '{reason, select, expired {By the clock of this computer, the challenge of {user} has expired on {until}.} other {The clock of this computer is earlier than the time when the package was fetched.}}',
    next: 'Check the clock. Keydesk goes on: when the keys are uploaded, Microsoft Entra ID decides.',
  },
  'deferred-key-cleaned': {
    message: 'The passkey of this row was deleted from its key.',
    next: 'Fetch the user again, and make another key.',
  },
  'deferred-row-taken': {
    message: 'This row already got another security key.',
    next: 'Plug the key of this package in and finish it under Unfinished enrollments: Keydesk then deletes its passkey.',
    command:
      'Plug the key of this package in. keydesk enrollments list shows its id, and keydesk enrollments finish deletes its passkey.',
  },
  'deferred-unproven': {
    message: 'The passkey of this row was created, but the key has not proven yet that it signs in.',
    next: 'Continue with “Make”, and plug the same key in again.',
  },
  'deferred-key-perhaps-of': {
    message:
      'This security key already has a PIN. It may be the key that was begun for {users}, but Keydesk cannot prove it: the key did not accept the PINs of the package, or not all of its attempts are left.',
    next: 'Take it out, and use a blank key. Reset this one only when these users have their keys.',
  },
  'deferred-pin-typed': {
    message:
      'No profile sets the PIN of the key for {count, plural, one {{user}} other {# users, among them {user}}}. Somebody must type it at the site, for each blank key.',
    next: 'If nobody can, choose a profile with a random PIN, and fetch these users into a new package.',
  },
} as const;
