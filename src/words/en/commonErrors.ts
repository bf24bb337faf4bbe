/** Errors that can happen anywhere: with a command, with input, with the window, with a user. */
export const commonErrors = {
  usage: {
    message:
      '{input, select, true {This input cannot be used. {why}} other {{why, select, null {The command is not complete.} other {{why}}}}}',
    next: 'Run keydesk --help to see how commands are written.',
  },
  'invalid-input': {
    message: '{why, select, null {This input cannot be used.} other {This input cannot be used. {why}}}',
    next: 'Correct it and try again.',
  },
  'list-too-long': {
    message:
      '{what, select, rows {A batch has at most {most, number} rows.} codes {Keydesk creates at most {most, number} activation codes at a time.} other {“{what}” has at most {most, number} entries.}} {count, select, null {This list is longer.} other {This list has {count, number}.}}',
    next: '{what, select, rows {Split the list, for example into two files, and create a batch for each part.} codes {Select fewer assignments, for example by a filter.} other {Split the list, and try again with each part.}}',
  },
  unauthorized: {
    message:
      'This window is not allowed to talk to Keydesk. Keydesk’s address works once, for the first window that opens it.',
    next: 'Use the window that is open already. If there is none, start Keydesk again to get a new address: with npm start, or the way you started it before.',
  },
  'keydesk-ended': {
    message: 'Keydesk has ended. Nothing can be done in this window.',
    next: 'Close this window and start Keydesk again: with npm start, or the way you started it before.',
  },
  'keydesk-replaced': {
    message: 'Keydesk has ended, and another program answers at its address. This window sent nothing to that program.',
    next: 'Do not reload this window, and do not type a PIN into it. Close this window and start Keydesk again: with npm start, or the way you started it before.',
  },
  'connection-lost': {
    message: 'The connection to Keydesk was lost before Keydesk answered.',
    next: 'Check whether the action was completed, then try again.',
  },
  cancelled: { message: 'Canceled.', next: 'Start again whenever you like.' },
  'output-closed': {
    message:
      '{why, select, log {The output of this command goes to a log, which must not contain the PIN. Keydesk did not set a PIN.} no_second_place {The program that reads the output may end before the PIN is printed, and then the PIN could not be shown: there is no terminal, and no other program reads stderr. Keydesk did not set a PIN.} other {The output of this command is discarded, so the PIN could not be shown. Keydesk did not set a PIN.}}',
    next: '{why, select, no_second_place {Run the command at a terminal, send stdout to a file of its own, or let another program read stderr.} other {Run the command at a terminal, or send stdout to a program or a file of its own that keeps the PIN safe.}}',
  },
  internal: {
    message: 'Keydesk ran into an internal error.',
    next: 'Try again. If it happens again, send the details below to your Keydesk contact.',
  },
  'simulator-failed': {
    message: 'The simulator could not be started.',
    next: 'Choose ports that are free, and a file in a folder that exists and can be written.',
  },
  'closing-failed': {
    message:
      '{parts, select, null {Keydesk ended, but could not close everything.} other {Keydesk ended, but could not close everything: {parts}}}',
    next: 'Everything that was saved before is still there. Start Keydesk again and check Activity for missing entries.',
    command:
      'Everything that was saved before is still there. Check the activity log for missing entries (keydesk activity list).',
  },
  'user-not-found': {
    message: 'This connection cannot find the user “{user}”.',
    next: 'Check the spelling. A user outside the administrative unit of this connection cannot be found either.',
  },
  'user-is-guest': {
    message: '“{user}” is a guest. Microsoft Entra ID does not allow guests to have passkeys in this tenant.',
    next: 'Enroll the key in the guest’s home tenant.',
  },
  'user-is-disabled': {
    message: 'The account “{user}” is disabled.',
    next: 'Enable the account in Microsoft Entra ID first.',
  },
  'user-reassigned': {
    message:
      'In Microsoft Entra ID the user name “{user}” now belongs to another account (“{displayName}”) than at the last import (“{importedDisplayName}”).',
    next: 'Nothing was written. Import changes, then find the user again and check that it is the right person.',
    command:
      'Nothing was written. Import changes (keydesk import), then list the user again (keydesk users list) and check that it is the right person.',
  },
  'user-renamed': {
    message: 'The account that was imported as “{importedName}” is now called “{user}”.',
    next: 'Nothing was written. Import changes, then find the user again and check that it is the right person.',
    command:
      'Nothing was written. Import changes (keydesk import), then list the user again (keydesk users list) and check that it is the right person.',
  },
} as const;
