/** Errors for users at a station: this station, its computer and Keydesk. */
export const errorsOfComputer = {
  other: { message: 'This is not possible at the moment.', next: 'Show your helpdesk the details below.' },
  'challenge-expired': { message: 'That took too long.', next: 'Start again.' },
  cancelled: { message: 'Canceled.', next: 'Start again whenever you like.' },
  unauthorized: { message: 'This window does not belong to Keydesk.', next: 'Ask your helpdesk.' },
  'keydesk-ended': { message: 'Keydesk has ended.', next: 'Ask your helpdesk to start it again.' },
  'connection-lost': {
    message: 'Keydesk was closed, or the connection to it was lost.',
    next: 'Start again. If that is not possible, ask your helpdesk to start Keydesk again.',
  },
  'keydesk-replaced': {
    message: 'Keydesk has ended, and another program answers in its place.',
    next: 'Do not type a PIN here. Ask your helpdesk.',
  },
  internal: {
    message: 'Something went wrong in Keydesk.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  notSignedIn: { message: 'This station is not signed in.', next: 'Ask your helpdesk.' },
  notConnected: { message: 'This station is not connected yet.', next: 'Ask your helpdesk.' },
  busy: {
    message: 'This station is busy with something else.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  clock: { message: 'The clock of this computer is wrong.', next: 'Ask your helpdesk.' },
  'station-locked': { message: 'That is not possible at this station.', next: 'Ask your helpdesk.' },
  assignedMeanwhile: {
    message: 'Your helpdesk has just changed your assignment.',
    next: 'Try again. If it happens again, ask your helpdesk.',
  },
  'disk-full': { message: 'The disk of this computer is full.', next: 'Ask your helpdesk.' },
  storage: { message: 'This station cannot read or save its data.', next: 'Ask your helpdesk.' },
  recordAway: {
    message: 'This station cannot reach its record at the moment.',
    next: 'Try again in a few minutes. If it happens again, ask your helpdesk.',
  },
  'invalid-input': { message: 'This entry cannot be used.', next: 'Check it and try again.' },
} as const;
