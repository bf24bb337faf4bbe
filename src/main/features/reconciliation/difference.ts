import type { Assignment } from '../../../contract/assignments/schema.ts';
import { isMicrosoftModel } from '../../../contract/passkeys/kinds.ts';
import type {
  DifferenceKind,
  Mend,
  PasskeyPlace,
  ReconciledDifference,
  ReconciledKey,
  ReconciledPasskey,
} from '../../../contract/reconciliation/schema.ts';
import type { Passkey } from '../../../contract/users/schema.ts';
import { READ_LAG } from '../../services/graph/readLag.ts';

/** The mends of each difference. The first is advised. */
const mendsOf: Readonly<Record<DifferenceKind, readonly Mend[]>> = {
  'not-in-entra': ['close-assignment', 'enroll-again'],
  'not-recorded': ['adopt', 'delete-in-entra'],
  'erased-from-key': ['delete-in-entra'],
  'deletion-due': ['delete-in-entra'],
  'not-proven': ['enroll-again', 'delete-in-entra'],
  'not-on-key': ['delete-in-entra', 'mark-key-lost'],
  'only-on-key': ['delete-on-key'],
  'user-left': ['delete-in-entra', 'mark-key-returned'],
  'user-disabled': ['none', 'delete-in-entra', 'mark-key-returned'],
  'user-renamed': ['none'],
  // Only a person knows whose key it is.
  'key-of-several': ['none', 'delete-in-entra'],
};

/** Needs a key that the inventory can name. */
const aboutKey: readonly Mend[] = ['mark-key-lost', 'mark-key-returned'];

/** Returns the difference of a passkey. */
export function differenceOf(kind: DifferenceKind, passkey: ReconciledPasskey, unproven = false): ReconciledDifference {
  const { user, key, credentialId, methodId, name, assignmentId, createdAt, place, model, registeredBy } = passkey;
  const offered = mendsOf[kind].filter(mend => !aboutKey.includes(mend) || key?.id != null);
  const about = { user, key, credentialId, methodId, name, assignmentId, createdAt, place, model, registeredBy };
  return { kind, mends: offered.length === 0 ? ['none'] : [...offered], unproven, ...about, sharedWith: null };
}

/**
 * Returns whether a passkey that Entra does not list may be there all the same, because reads lag behind.
 * @param since when it was registered (ISO 8601); null if unknown
 * @param now the time of shared rows, in ms since the epoch
 */
export function maybeLate(since: string | null, now: number): boolean {
  return !(now - Date.parse(since ?? '') >= READ_LAG);
}

/** Returns what a passkey is on, by its AAGUID. */
export function placeOf(aaguid: string | null): PasskeyPlace {
  if (aaguid === null) return 'unknown';
  return isMicrosoftModel(aaguid) ? 'platform' : 'security-key';
}

/** Returns the key of an assignment. */
export function keyOf({ key }: Pick<Assignment, 'key'>): ReconciledKey | null {
  return key === null ? null : { id: key.id, product: key.product, serial: key.serial };
}

/** Returns whether an assignment is about a passkey of Entra. */
export function isOf(
  { methodId, credentialId }: Pick<Assignment, 'methodId' | 'credentialId'>,
  passkey: Pick<Passkey, 'id' | 'credentialId'>,
): boolean {
  return methodId === passkey.id || (credentialId !== null && credentialId === passkey.credentialId);
}
