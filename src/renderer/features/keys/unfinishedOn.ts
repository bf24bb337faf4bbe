import { mayBeOn, type Unfinished } from '../../../contract/enrollment/schema.ts';
import type { KeyDetails } from '../../../contract/keys/schema.ts';

/** Returns the unfinished enrollments that may have been made on a key. A key without a PIN has no Entra passkey. */
export function unfinishedOn(
  list: readonly Unfinished[],
  { aaguid, pin }: Pick<KeyDetails, 'aaguid' | 'pin'>,
): Unfinished[] {
  return pin.set ? list.filter(entry => mayBeOn(entry, aaguid)) : [];
}

/**
 * Returns the ids of the enrollments that the person assigned to the key. A single one is selected by default: it was
 * made on a key of this model, and closing it changes nothing in Entra.
 */
export function chosenOf(
  entries: readonly Pick<Unfinished, 'enrollmentId'>[],
  decided: ReadonlyMap<string, boolean>,
): Set<string> {
  const ids = entries.map(({ enrollmentId }) => enrollmentId);
  return new Set(ids.filter(id => decided.get(id) ?? ids.length === 1));
}
