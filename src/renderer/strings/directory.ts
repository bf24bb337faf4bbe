import type { WaitReason } from '../../contract/enrollment/waits.ts';
import { waitWords } from '../../contract/enrollment/waitWords.ts';

export const directoryStrings = {
  import: 'Import from Microsoft Entra ID',
  importAgain: 'Import changes',
  importFull: 'Import everything again',
  importMore: 'More ways to import',
  stop: 'Stop',
  notImported:
    'These users come straight from Microsoft Entra ID. Import them to filter, sort and export, and to have them without the network.',
  unfinished: 'The last import was not finished; the next one goes on where it stopped.',
  importing: 'Importing what changed …',
  schedule: {
    title: 'User import',
    every: 'Import what changed by itself',
    hint: 'While Keydesk is open and Microsoft Entra ID can be reached. All Users shows when it failed.',
    never: 'Never',
    interval: (minutes: number) =>
      minutes < 60
        ? `Every ${minutes} minutes`
        : minutes === 60
          ? 'Every hour'
          : minutes === 1440
            ? 'Once a day'
            : `Every ${(minutes / 60).toLocaleString()} hours`,
  },
  asOf: (time: string) => `As of ${time}`,
  phases: { users: 'Reading users', groups: 'Reading groups', registrations: 'Reading who has a passkey' },
  read: {
    users: (n: number) => `${n.toLocaleString()} users`,
    groups: (n: number) => `${n.toLocaleString()} memberships`,
    registrations: (n: number) => `${n.toLocaleString()} users`,
  },
  rate: (n: number) => `${Math.round(n).toLocaleString()} a second`,
  waiting: (reason: WaitReason, left: string) => `${waitWords[reason]}. The import goes on in ${left}.`,
  left: (seconds: number) => (seconds < 90 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`),
  done: (added: number, changed: number, left: number) =>
    added + changed + left === 0
      ? 'Nothing has changed.'
      : `${added.toLocaleString()} new, ${changed.toLocaleString()} changed, ${left.toLocaleString()} left.`,
  doneTitle: 'Import finished',
  stopped: 'Import stopped. What was read is kept; the next import goes on there.',
  search: 'Search name, user name, mail, employee id, department',
  filters: 'Filters',
  group: 'Group',
  anyGroup: 'All groups',
  noGroup: 'No group of that name',
  state: 'Directory',
  states: { present: 'Present', left: 'Left' },
  account: 'Account',
  accounts: { any: 'Any', enabled: 'Enabled', disabled: 'Disabled' },
  kind: 'Kind',
  kinds: { any: 'Any', member: 'Members', guest: 'Guests' },
  passkey: 'Passkey in Entra',
  passkeys: { any: 'Any', yes: 'Has one', no: 'Has none', unknown: 'Not known' },
  /** Short, for a narrow filter and a narrow column. */
  passkeyKinds: {
    'security-key': 'On a key',
    authenticator: 'Phone',
    'windows-hello': 'Hello',
    synced: 'Synced',
    other: 'Other kind',
  },
  assignment: 'Assignment',
  assignments: { any: 'Any', none: 'None' },
  passkeyCount: (n: number) => (n === 0 ? 'None' : n.toLocaleString()),
  columns: {
    select: 'Select',
    name: 'Display name',
    userName: 'User name',
    department: 'Department',
    state: 'State',
    passkey: 'In Entra',
    assignment: 'Assignment',
    lastUsed: 'Last used',
  },
  hasPasskey: 'Yes',
  noPasskey: 'No',
  hasLeft: 'Left',
  total: (n: number, more: boolean) =>
    `${n.toLocaleString()}${more ? ' or more' : ''} ${n === 1 && !more ? 'user' : 'users'}`,
  selected: (n: number) => `${n.toLocaleString()} selected`,
  selectAll: 'Select all that match',
  select: (name: string) => `Select ${name}`,
  clear: 'Clear selection',
  export: 'Export',
  formats: { csv: 'As CSV', json: 'As JSON' },
  noMatch: 'No user matches the search and the filters.',
  groupsEmpty: 'This user is in no imported group.',
  groupsHint: 'Groups come with the import of users.',
  groupColumns: { name: 'Group', members: 'Direct members' },
} as const;
