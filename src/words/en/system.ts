/** Messages when Keydesk starts and ends, and the browser page after a sign-in. */
export const system = {
  secured: {
    read: 'Other users of this computer could read the data folder “{folder}” (mode {mode}). Keydesk has removed their access.',
    write:
      'Other users of this computer could read and change the data folder “{folder}” (mode {mode}). Keydesk has removed their access. Check the settings and the activity log for changes that are not yours.',
  },
} as const;

export const signInPage = {
  signedIn: { title: 'You are signed in', text: 'Go back to Keydesk. You can close this window.' },
  failed: { title: 'You are not signed in', text: 'Go back to Keydesk, which shows why. You can close this window.' },
} as const;

/** Parts of Keydesk that could not be closed. */
export const closing = {
  part: '{name}: {message}',
  names: {
    Keydesk: 'Keydesk',
    'temporary folder': 'temporary folder',
    'server of the window': 'server of the window',
    database: 'database',
    'database file': 'database file',
    'log of the database': 'log of the database',
    time: 'time',
    lock: 'lock',
    import: 'import',
    'key host': 'key host',
    'kept answers': 'stored answers',
    connection: 'connection',
    network: 'network',
    'activity log': 'activity log',
    changes: 'changes',
    'scheduled imports': 'scheduled imports',
    activation: 'activation',
    'runs of windows': 'enrollments of windows',
    enrollments: 'enrollments',
    recovery: 'recovery',
    directory: 'directory',
    assignments: 'assignments',
    workflows: 'workflows',
    webhooks: 'webhooks',
    pruning: 'removal of old rows',
    'check of the record': 'database check',
    key: 'key',
    UDP: 'UDP',
    control: 'control',
    tenant: 'tenant',
    'sign-in': 'sign-in',
    certificates: 'certificates',
  },
} as const;
