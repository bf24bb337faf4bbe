import { activationStrings } from './strings/activation.ts';
import { activityStrings } from './strings/activity.ts';
import { assignmentStrings } from './strings/assignments.ts';
import { connectionStrings } from './strings/connections.ts';
import { directoryStrings } from './strings/directory.ts';
import { enrollStrings, unfinishedStrings } from './strings/enrollment.ts';
import { inventoryStrings } from './strings/inventory.ts';
import { keyStrings, keyWorkStrings } from './strings/keys.ts';
import { passkeyStrings } from './strings/passkeys.ts';
import { policyStrings } from './strings/policy.ts';
import { practiceStrings } from './strings/practice.ts';
import { backupStrings, metadataStrings, settingsStrings } from './strings/settings.ts';
import { modeStrings, startStrings } from './strings/start.ts';
import { webhookStrings } from './strings/webhooks.ts';
import { workflowStrings } from './strings/workflows.ts';

/** Every text of the window that is not an error's; those are made from codes in contract/words.ts. */
export const strings = {
  product: 'Keydesk',
  trail: 'Where you are',
  loading: 'Loading…',
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  copy: 'Copy',
  copied: 'Copied',
  refresh: 'Refresh',
  tryAgain: 'Try again',
  details: 'Details',
  actions: 'Actions',
  none: '—',
  unknown: 'Unknown',
  unknownPage: 'There is no such page',
  unknownPageHint: 'The address may be of another version, or mistyped.',
  toStart: 'Go to the start',

  nav: {
    label: 'Main',
    users: 'Users',
    allUsers: 'All Users',
    keys: 'Security keys',
    inventory: 'Inventory',
    assignments: 'Assignments',
    workflows: 'Workflows',
    activity: 'Activity',
    settings: 'Settings',
    skip: 'Skip to content',
  },

  header: {
    practice: 'Practice mode',
    practiceTenant: (tenant: string) => `${tenant} (simulated)`,
    noTenant: 'No tenant connected',
    title: (practice: boolean, tenant: string | null) =>
      practice ? 'Practice mode · Keydesk' : tenant === null ? 'Keydesk' : `${tenant} · Keydesk`,
    connection: (tenant: string, connection: string) => `${tenant} (${connection})`,
    account: (tenant: string, account: string) => `${tenant} · ${account}`,
  },

  connection: {
    connecting: 'Connecting to Keydesk…',
    lost: 'The connection to Keydesk was lost. Trying to reconnect…',
    offline: 'Microsoft Entra ID cannot be reached',
    offlineHint: 'What was imported and recorded is here, each with its age, to be searched and exported.',
  },

  strip: {
    label: 'Plugged-in security keys',
    title: 'Security keys',
    none: 'None plugged in',
    waiting: 'Looking for keys…',
    forUser: (key: string, user: string) => `${key} → ${user}`,
  },

  practice: practiceStrings,
  start: startStrings,
  mode: modeStrings,

  print: {
    button: 'Print',
    at: (time: string) => `Printed ${time}`,
    filters: (set: readonly (readonly [name: string, value: string])[]) =>
      set.length === 0 ? 'No filter' : `Filter: ${set.map(([name, value]) => `${name}: ${value}`).join(' · ')}`,
    rows: (table: string, n: number) => `${table}: ${n.toLocaleString()}`,
    cut: (n: number) => `Only the first ${n.toLocaleString()} rows are printed. Use Export for a longer list.`,
  },
  users: {
    title: 'All Users',
    subtitle: 'Find a person, then give them a passkey.',
    search: 'Search by name or user name',
    addPasskey: 'Add Microsoft passkey',
    addPasskeyFor: (name: string) => `Add Microsoft passkey for ${name}`,
    columns: { name: 'Display name', userName: 'User name', department: 'Department', state: 'State' },
    empty: 'There are no users in this tenant.',
    noMatch: (query: string) => `No user matches “${query}”.`,
    more: 'Load more',
    shown: (n: number) => (n === 1 ? '1 user shown' : `${n} users shown`),
    enabled: 'Enabled',
    disabled: 'Disabled',
    guest: 'Guest',
  },

  user: {
    tabs: { info: 'Info', passkeys: 'Passkeys', keys: 'Security keys', groups: 'Groups', activity: 'Activity' },
    facts: {
      displayName: 'Display name',
      userPrincipalName: 'User name',
      mail: 'Mail',
      jobTitle: 'Job title',
      department: 'Department',
      employeeId: 'Employee id',
      state: 'Account',
      passkeyKinds: 'Passkeys, by the last report',
      id: 'Object id',
    },
  },

  passkeys: passkeyStrings,

  enroll: enrollStrings,

  unfinished: unfinishedStrings,

  keys: keyStrings,

  keyWork: keyWorkStrings,

  workflows: workflowStrings,
  webhooks: webhookStrings,
  activation: activationStrings,
  activity: activityStrings,
  connections: connectionStrings,
  assignments: assignmentStrings,
  inventory: inventoryStrings,
  policy: policyStrings,
  directory: directoryStrings,

  backup: backupStrings,
  metadata: metadataStrings,

  settings: settingsStrings,
} as const;
