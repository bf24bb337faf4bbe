import { firmwareWords } from '../../contract/keys/firmware.ts';

export const inventoryStrings = {
  title: 'Inventory',
  subtitle: 'Every security key that was ever plugged in: whose it is, and what became of it.',
  empty: 'No security key was seen yet',
  emptyHint: 'Plug one in and look at it, or make a passkey on it; it shows up here by itself.',
  noMatch: 'No key matches these filters.',
  counts: 'Numbers by state',
  all: 'All',
  filters: 'Filters',
  search: 'Search keys and people',
  columns: {
    key: 'Security key',
    model: 'Model',
    serial: 'Serial number',
    state: 'State',
    user: 'User',
    lastSeen: 'Last seen',
    actions: 'Actions',
  },
  firmware: (version: number, vendorId: number | null) => `Firmware ${firmwareWords(version, vendorId)}`,
  firstSeen: (day: string) => `First seen ${day}`,
  shared: 'Not one key, but all of its kind',
  actions: (key: string) => `Actions for ${key}`,
  reportLost: 'Report lost',
  retire: 'Retire',
  restore: 'Put back into use',
  lostTitle: (key: string) => `Report ${key} as lost?`,
  retireTitle: (key: string) => `Retire ${key}?`,
  lostText: (user: string | null) =>
    user === null
      ? 'The key is marked as lost. It cannot be used here again before it is reset.'
      : `The passkey of ${user} is deleted in Microsoft Entra ID, its assignment is revoked, and the key is marked as lost. The key can no longer be used to sign in.`,
  retireText: (user: string | null) =>
    user === null
      ? 'The key is taken out of use. It is refused at the desk until it is put back.'
      : `The key is taken out of use. The passkey of ${user} is deleted in Microsoft Entra ID and its assignment is revoked.`,
  lostDone: (key: string) => `${key} is marked as lost`,
  retiredDone: (key: string) => `${key} is retired`,
  deleted: (user: string) => `The passkey of ${user} is deleted in Microsoft Entra ID.`,
  notDeletedElsewhere: (user: string, tenant: string) =>
    `The passkey of ${user} is revoked here. It belongs to ${tenant}: Keydesk deletes it in Microsoft Entra ID while it is connected to that tenant; until then the key still signs in there.`,
  notDeleted: (user: string) =>
    `The passkey of ${user} is revoked here, but Microsoft Entra ID could not delete it yet. Keydesk goes on trying; until then the key still signs in.`,
  whatElse: 'What else to do',
  dueTitle: (n: number) => (n === 1 ? 'One passkey has still to be deleted' : `${n} passkeys have still to be deleted`),
  dueText: 'Their keys were reported lost or retired while Microsoft Entra ID could not be reached.',
  finish: 'Delete now',
  dueElsewhere: (n: number, tenant: string) =>
    n === 1
      ? `One passkey has still to be deleted in ${tenant}. Keydesk deletes it while it is connected to that tenant.`
      : `${n} passkeys have still to be deleted in ${tenant}. Keydesk deletes them while it is connected to that tenant.`,
  inTenant: (tenant: string) => `In ${tenant}`,
  mine: 'The keys that hold this user’s passkeys, and those that were lost or retired with one.',
  mineEmpty: 'No security key of this user is known',
  mineHint: 'A key becomes known when a passkey is made on it here.',
  known: 'In the inventory',
  belongs: (user: string, tenant?: string) =>
    tenant === undefined ? `Holds the passkey of ${user}` : `Holds the passkey of ${user} in ${tenant}`,
  belonged: (user: string, tenant?: string) =>
    tenant === undefined ? `Was the key of ${user}` : `Was the key of ${user} in ${tenant}`,
  free: 'No owner yet',
  /** No one can show its random PIN any more. */
  pinUnknown: 'PIN unknown',
} as const;
