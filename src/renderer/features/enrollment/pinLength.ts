/** The default length of a random PIN. */
export const USUAL_LENGTH = 6;
/** The shortest PIN that any key accepts (CTAP 2.3, 6.5.1). */
const SHORTEST = 4;

interface Lengths {
  minLength: number;
  maxLength: number;
}

/** Returns the shortest PIN that the key accepts. */
export function shortestPin({ minLength }: Pick<Lengths, 'minLength'>): number {
  return Math.max(minLength, SHORTEST);
}

/** Returns the length nearest to the requested one that the key accepts. */
export function nearestLength(wanted: number, lengths: Lengths): number {
  return Math.min(Math.max(wanted, shortestPin(lengths)), lengths.maxLength);
}
