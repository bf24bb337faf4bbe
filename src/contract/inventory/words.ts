import { wordsOf } from '../../words/say.ts';
import type { IdentifiedBy, InventoryKey, InventoryState } from './schema.ts';

const words = wordsOf('inventory');

export const inventoryStateWords: Readonly<Record<InventoryState, string>> = words.states;

/** How Keydesk recognizes a key, in a sentence. */
export const identityWords: Readonly<Record<IdentifiedBy, string>> = words.identities;

/** Returns what else a person should do after a key was reported lost. */
export function lostKeyAdvice(): string[] {
  const { sessions, signIns, pin, replacement, found } = words.lostAdvice;
  return [sessions, signIns, pin, replacement, found];
}

/** Returns what to do with a key that a user gave back. */
export function resetAdvice(): string {
  return words.resetAdvice;
}

/** Returns a key in one line. */
export function inventoryKeyName({ product, model, serial, aaguid }: InventoryKey): string {
  const name = product ?? model ?? aaguid ?? '?';
  return serial === null ? name : `${name} · ${serial}`;
}
