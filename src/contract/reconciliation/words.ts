import { wordsOf } from '../../words/say.ts';
import type { DifferenceKind, Mend, PasskeyPlace, Presence, ReconciledUser, Registrant } from './schema.ts';

const words = wordsOf('reconciliation');

export const differenceWords: Readonly<Record<DifferenceKind, string>> = words.kinds;
/** What may have led to each difference, in a sentence. */
export const causeWords: Readonly<Record<DifferenceKind, string>> = words.causes;
export const mendWords: Readonly<Record<Mend, string>> = words.mends;
export const placeWords: Readonly<Record<PasskeyPlace, string>> = words.places;
export const presenceWords: Readonly<Record<Presence, string>> = words.presences;

/** Returns which other user has a passkey on the key. */
export function sharedText({ userPrincipalName }: ReconciledUser): string {
  return words.sharedWith({ user: userPrincipalName });
}

/** Returns who registered a passkey. */
export function registrantText({ as, by }: Registrant): string {
  if (by === null) return as === 'self' ? words.bySelf : words.byAdmin;
  return as === 'self' ? words.bySelfNamed({ name: by }) : words.byAdminNamed({ name: by });
}
