/** The Settings page. */
export const settingsPage = {
  title: 'Settings',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languageSystem: 'Same as the system',
  pins: {
    title: 'PINs',
    refuseWeak: 'Refuse PINs that are easy to guess',
    hint: 'Such as 1234, 111111, qwerty or a year. It applies to this Keydesk: at the desk, at the station and on the command line.',
  },
  token: 'Access token',
  tokenHint: 'For a Graph on this computer only. Kept in memory until Keydesk ends.',
  useToken: 'Use token',
  tokenTaken: 'The token is in use.',
  shellReasons: {
    electron: 'Electron is installed',
    asked: 'Started as a browser window',
    command: 'Started from the command line',
    'no-open': 'Started with --no-open',
    'no-display': 'There is no graphical display (DISPLAY and WAYLAND_DISPLAY are empty)',
    'other-folder-empty': 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron',
    'download-forbidden': 'ELECTRON_SKIP_BINARY_DOWNLOAD forbids the download of Electron',
    'download-running': 'Electron is still being downloaded ({fact} at the start of Keydesk)',
    'download-slow': 'The download of Electron takes long. It continues in the background, for the next start',
    'download-not-started': 'The download of Electron did not start',
    'download-interrupted': 'The download of Electron was interrupted',
    'download-failed': 'Electron could not be downloaded. Keydesk tries again in the background, for the next start',
    'electron-not-started': 'Electron could not be started: {fact}',
    'electron-ended': 'Electron could not open its window: {fact}',
  },
  about: 'About',
  facts: {
    version: 'Version',
    shell: 'Runs in',
    reason: 'Reason',
    dataFolder: 'Data folder',
    connection: 'Connected to',
  },
  shells: {
    electron: 'Its own window (Electron)',
    loopback: 'A browser window on this computer',
    cli: 'Command line',
  },
  connectionValue: '{url} ({version})',
} as const;

/** The list of key models. */
export const metadataPage = {
  title: 'Key models',
  explain:
    'The FIDO Alliance publishes a list of key models, with those that are certified and those that are unsafe. Keydesk refuses unsafe models and checks whether a key is the model that it claims to be.',
  none: 'No list was loaded yet. Keydesk accepts every model.',
  facts: {
    no: 'Number',
    models: 'Models',
    loaded: 'Loaded',
    source: 'From',
    root: 'Root certificate',
    due: 'Next list due',
  },
  fido: 'The FIDO Alliance’s root certificates',
  overdue: '{day}, overdue',
  update: 'Load the latest list',
  updating: 'Loading…',
  elsewhere: 'From another source',
  from: 'File or address',
  fromHint: 'The path of a file on this computer, or an address that begins with https.',
  root: 'Root certificate (PEM)',
  rootHint:
    'Only for a list that the FIDO Alliance did not sign. Keydesk uses it in addition to the FIDO Alliance’s list.',
  load: 'Load',
} as const;

/** Copies of all data of Keydesk. */
export const backupPage = {
  title: 'Backup',
  explain:
    'One file with all data of Keydesk: assignments, keys, workflows, the activity log, imported users and settings. You can continue to work during the backup. Sign-ins and client secrets are not included. The file names your users: store it where only staff can read it.',
  to: 'File',
  toHint: 'The full path of a new file (.tar), preferably on another disk.',
  make: 'Back up',
  making: 'Copying, and verifying the copy…',
  made: 'Backup written to {file} ({size}) and verified.',
  leftOut: '{names} is damaged and was left out. Import the users again.',
} as const;

/** The first page of a window while no tenant is connected. */
export const startPage = {
  title: 'Welcome to Keydesk',
  subtitle: 'Keydesk turns blank security keys into Microsoft passkeys. Choose how to begin.',
  connectTitle: 'Work with your organization',
  connectText:
    'Connect your Microsoft Entra ID tenant. Keydesk shows step by step which app to register and which permissions to grant.',
  practiceTitle: 'Try it first',
  practiceText:
    'Practice with a software key and a simulated tenant. You need no security key and no account, and nothing real is touched.',
  later: 'You can change this at any time under Settings.',
} as const;

/** Changing between practice mode and the real tenant. */
export const modePage = {
  connect: 'Connect a tenant',
  workWith: 'Work with {tenant}',
  practice: 'Practice',
  practiceTitle: 'Practice mode',
  changing: 'Keydesk restarts in the other mode…',
  inPractice:
    'Keydesk is in practice mode: this tenant and the security key are simulated, and nothing real is touched. What you do here stays separate from the real tenant.',
  inPracticeWith:
    'Keydesk is in practice mode: this tenant and the security key are simulated, and nothing real is touched. The connection to {tenant} and its records are unchanged.',
  practiceText:
    'Keydesk restarts with a software key and a simulated tenant. Your connections and records are unchanged, and you can come back from here.',
} as const;

/** The tenant's passkey policy, under Settings and before an enrollment. */
export const policyPage = {
  title: 'Passkey policy of the tenant',
  explain:
    'Microsoft Entra ID decides who may register which key. Keydesk reads the policy, and shows whether a key will be refused before it is touched.',
  asOf: 'As of {time}.',
  reading: 'Reading the policy…',
  models:
    '{count, plural, one {One model of the list of key models is allowed} other {# models of the list of key models are allowed}}',
  groups: '{count, plural, one {One group, with its object id} other {# groups, with their object ids}}',
  noModels: 'None of the models in the list of key models is allowed.',
  noList: 'No list of key models is loaded, so Keydesk cannot show which models are allowed.',
  checking: 'Checking whether the tenant’s policy allows this key…',
  allowed: 'The tenant’s policy allows this key ({profile}).',
  checkAgain: 'Check again',
} as const;

/** Texts about activation for staff. The folder station has the texts for users. */
export const activationPage = {
  nav: 'Activate my key',
  menu: 'Activation code',
  title: 'Activation code for {name}',
  explain:
    'With this code, the user activates their own key at a station, without signing in. It works once, and replaces earlier codes.',
  hours: 'Valid for',
  validFor: '{hours, plural, =24 {One day} =72 {Three days} =168 {One week} one {# hour} other {# hours}}',
  make: 'Create code',
  code: 'Activation code',
  once: 'Shown only once, and valid until {time}. Hand it over in person, with the key.',
  station: 'This computer',
  stationLabel: 'From the next start, its window is',
  stations: {
    desk: 'a desk for staff',
    activation: 'an activation station: users activate their own keys, and nothing else is possible',
  },
  stationHint: 'Back to a desk with: keydesk station unlock',
} as const;
