import type { IdentifiedBy, InventoryKey, InventoryState } from './schema.ts';

export const inventoryStateWords: Readonly<Record<InventoryState, string>> = {
  blank: 'Blank',
  assigned: 'Assigned',
  active: 'Active',
  lost: 'Lost',
  retired: 'Retired',
};

/** How a key is recognized, in a sentence. */
export const identityWords: Readonly<Record<IdentifiedBy, string>> = {
  serial: 'Recognized by its serial number.',
  credential: 'Tells no serial number; recognized by the passkey on it, until that is deleted or the key is reset.',
  model:
    'Keys of this model tell no serial number. Those without a passkey of ours cannot be told apart, so one line stands for all of them.',
};

/** What a person should do besides, once a key was reported lost. */
export const lostKeyAdvice: readonly string[] = [
  'Revoke the user’s sessions in Microsoft Entra ID, so that anyone who is signed in with the key has to sign in again.',
  'Look at the user’s recent sign-ins for any that were not theirs.',
  'If the PIN may be known to somebody, let the user change it wherever else they use it.',
  'Give the user another key, or a Temporary Access Pass until then.',
  'If the key turns up, reset it before it is used again.',
];

/** A key in one line. */
export function inventoryKeyName({ product, model, serial, aaguid }: InventoryKey): string {
  const name = product ?? model ?? aaguid ?? '?';
  return serial === null ? name : `${name} · ${serial}`;
}
