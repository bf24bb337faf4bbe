/** The list of key models. */
export const metadataStrings = {
  title: 'Key models',
  explain:
    'The FIDO Alliance publishes which models of key there are, which are certified, and which are unsafe. Keydesk refuses unsafe models and checks whether a key is the model it says it is.',
  none: 'No list was loaded yet. Keydesk accepts every model.',
  facts: {
    no: 'Number',
    models: 'Models',
    loaded: 'Loaded',
    source: 'From',
    root: 'Signed under',
    due: 'Next one due',
  },
  fido: 'The FIDO Alliance’s roots',
  overdue: (day: string) => `${day}, overdue`,
  update: 'Load the newest list',
  updating: 'Loading…',
  elsewhere: 'From another place',
  from: 'File or address',
  fromHint: 'The path of a file on this computer, or an address that begins with https.',
  root: 'Root certificate (PEM)',
  rootHint: 'Only for a list that the FIDO Alliance did not sign. Keydesk uses it beside the FIDO Alliance’s list.',
  load: 'Load',
};

/** Copies of all that Keydesk keeps. */
export const backupStrings = {
  title: 'Backup',
  explain:
    'One file with everything Keydesk keeps: assignments, keys, workflows, the activity log, imported users and settings. You can go on working meanwhile. Sign-ins and client secrets are not in it. The file names your users: keep it where only staff can read it.',
  to: 'File',
  toHint: 'The whole path of a new file (.tar), best on another disk.',
  make: 'Back up',
  making: 'Copying, and checking the copy…',
  made: (file: string, size: string) => `Backup written to ${file} (${size}), read again and whole.`,
  leftOut: (names: string) => `${names} is damaged and was left out. Import the users again.`,
  megabytes: (size: number) => `${(size / 1_000_000).toFixed(1)} MB`,
};

/** The Settings page. */
export const settingsStrings = {
  title: 'Settings',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
  pins: {
    title: 'PINs',
    refuseWeak: 'Refuse PINs that are easy to guess',
    hint: 'Such as 1234, 111111, qwerty or a year. It applies to this Keydesk: at the desk, at the station and on the command line.',
  },
  token: 'Access token',
  tokenHint: 'For a Graph on this computer only. Kept in memory until Keydesk ends.',
  useToken: 'Use token',
  tokenTaken: 'The token is in use.',
  about: 'About',
  facts: {
    version: 'Version',
    shell: 'Runs in',
    reason: 'Why',
    dataFolder: 'Data folder',
    connection: 'Connected to',
  },
  shells: {
    electron: 'Its own window (Electron)',
    loopback: 'A browser window on this computer',
    cli: 'Command line',
  },
};
