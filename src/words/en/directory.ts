/** What an import could not read, and how long something takes. */
export const directory = {
  refused: {
    users: 'Users could not be read. {message}',
    groups: 'Groups could not be read; everything else was imported. {message}',
    registrations: 'The report of registered passkeys could not be read; everything else was imported. {message}',
  },
  seconds: '{seconds, number} s',
} as const;
