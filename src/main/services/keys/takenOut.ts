import type { KeySummary } from '../../../contract/keys/schema.ts';

/** A key that keeps its place while it is plugged in. */
interface Placed {
  readonly serial: string | null;
  readonly state: string;
}

/** Forgets the keys that were taken out. A key that is being worked on stays until its work has ended. */
export function forgetTakenOut(places: Map<string, Placed>, plugged: readonly KeySummary[]): void {
  for (const [id, place] of places) {
    const present = plugged.find(key => key.id === id);
    // Another key may be in the same port before its removal was noticed.
    const same = present !== undefined && (present.serial ?? null) === place.serial;
    if (place.state !== 'working' && !same) places.delete(id);
  }
}
