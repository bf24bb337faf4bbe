import { randomInt } from 'node:crypto';

/** A PIN of `length` decimal digits, evenly drawn; those that a thief tries first are drawn again. */
export function randomPin(length: number): string {
  for (;;) {
    const pin = Array.from({ length }, () => randomInt(10)).join('');
    if (!isWeak(pin)) return pin;
  }
}

/**
 * Whether a PIN is all one character (1111), a run (1234, 9876), a repeated half (1212) or a mirror (1221):
 * the shapes that keys with a complexity policy refuse and that lead every list of leaked PINs.
 */
export function isWeak(pin: string): boolean {
  const half = pin.slice(0, pin.length / 2);
  const steps = new Set([...pin].slice(1).map((character, i) => character.charCodeAt(0) - pin.charCodeAt(i)));
  const isRun = steps.size === 1 && Math.abs([...steps][0] ?? 0) <= 1;
  return isRun || half + half === pin || [...pin].reverse().join('') === pin;
}
