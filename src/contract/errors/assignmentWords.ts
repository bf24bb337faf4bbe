import type { ErrorCode } from './errors.ts';
import { quote, type Say, words } from './wording.ts';

/** What can go wrong with assignments and with keys of the inventory. */
export const assignmentErrorWords = {
  'assignment-exists': p => ({
    message: `${quote(p.user)} has a passkey assigned already${p.purpose ? ` (${p.purpose}: ${p.state})` : ''}.`,
    next: 'Look at the Passkeys tab of the user: cancel or revoke what is there first.',
  }),
  'assignment-not-found': words('There is no such assignment in this tenant.', 'Refresh the list.'),
  'expiry-over': p => ({
    message: `That time is over: for Keydesk it is ${p.now ?? 'later'}.`,
    next: 'Choose a later time. If the clock of this computer was ahead once, Keydesk counts on from there, so that nothing becomes valid again.',
  }),
  'assignment-changed': p => ({
    message: `This assignment is ${p.state ?? 'in another state'} by now, and that cannot be done with it.`,
    next: 'Refresh the list, and look at what has changed.',
  }),
  'key-belongs-to-another': p => ({
    message: `This key${p.serial ? ` (${p.serial})` : ''} holds the passkey of ${quote(p.owner)}. Nothing was written to it.`,
    next: `Use another key. To give this one away, delete the passkey of ${quote(p.owner)} first, or reset the key.`,
  }),
  'key-reported-lost': p => ({
    message: `This key${p.serial ? ` (${p.serial})` : ''}${p.owner ? ` of ${quote(p.owner)}` : ''} was reported lost. Nothing was written to it.`,
    next: 'Reset it (Security keys -> Reset); after that it can be used again.',
  }),
  'key-retired': p => ({
    message: `This key${p.serial ? ` (${p.serial})` : ''} was retired. Nothing was written to it.`,
    next: 'Use another key, or put this one back into use under Security keys -> Inventory.',
  }),
  'inventory-key-not-found': words('There is no such key in the inventory.', 'Refresh the list.'),
  'inventory-key-unnamed': words(
    'That line of the inventory stands for all blank keys of a model, which cannot be told apart.',
    'Choose the line of one key.',
  ),
} satisfies Partial<Record<ErrorCode, Say>>;
