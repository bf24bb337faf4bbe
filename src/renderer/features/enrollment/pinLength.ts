/** The length of a random PIN unless the person chooses another one. */
export const USUAL_LENGTH = 6;
/** No key takes a shorter PIN (CTAP 2.3, 6.5.1). */
const SHORTEST = 4;

interface Lengths {
  minLength: number;
  maxLength: number;
}

/** Returns the shortest length of a PIN that the key takes. */
export function shortestPin({ minLength }: Pick<Lengths, 'minLength'>): number {
  return Math.max(minLength, SHORTEST);
}

/** Returns the length that the key takes and that is nearest to a wanted one. */
export function nearestLength(wanted: number, lengths: Lengths): number {
  return Math.min(Math.max(wanted, shortestPin(lengths)), lengths.maxLength);
}
