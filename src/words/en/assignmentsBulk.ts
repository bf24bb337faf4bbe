/** Work with many assignments at once, in the window. */
export const assignmentsBulk = {
  actions: {
    assign: 'Assign again',
    cancel: 'Cancel assignments',
    retry: 'Try again',
  },
  titles: {
    assign: '{count, plural, one {Assign a passkey to # user again?} other {Assign passkeys to # users again?}}',
    cancel: '{count, plural, one {Cancel # assignment?} other {Cancel # assignments?}}',
    retry: '{count, plural, one {Try # assignment again?} other {Try # assignments again?}}',
  },
  texts: {
    assign: 'Each user gets a new pending assignment. Users who have a pending one keep it.',
    cancel: 'Pending and failed assignments are canceled. All others stay as they are, and are shown with the reason.',
    retry: 'Failed assignments become pending again. All others stay as they are, and are shown with the reason.',
  },
  progress: '{done, number} of {total, number}',
  numbers: '{done, number} done, {unchanged, number} unchanged, {failed, number} failed',
  stop: 'Stop',
  continue: 'Continue',
  stopped: 'Stopped. What was done stays done. Continue does the rest.',
  failed: 'Failed',
  why: 'Why',
  moreFailed: '{count, plural, one {# more has failed.} other {# more have failed.}}',
} as const;

/** The list of activation codes for many users. */
export const assignmentsCodes = {
  button: 'Activation codes',
  title: 'Activation codes',
  explain:
    '{count, plural, one {The user of # assignment gets a code.} other {The users of # assignments get one code each.}} Only users whose assignment is pending or failed get one. Their earlier codes become invalid. Each code is recorded in the activity log.',
  once: 'These codes are shown only once. Print the list before you leave this page.',
  make: 'Create codes',
  stop: 'Stop',
  close: 'Back to the assignments',
  progress: '{done, number} of {total, number}',
  code: 'Code',
  userName: 'User name',
  validUntil: 'Valid until',
} as const;
