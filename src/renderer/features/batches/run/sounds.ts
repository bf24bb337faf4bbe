import { useEffect, useRef } from 'react';
import type { LiveKey } from '../../../../contract/batches/live.ts';
import { faceOf, type Tone } from './face.ts';

/** Frequency in Hz, start and length in s. */
type Note = readonly [frequency: number, start: number, length: number];

const melodies: Partial<Record<Tone, readonly Note[]>> = {
  touch: [
    [880, 0, 0.12],
    [880, 0.18, 0.12],
  ],
  ask: [
    [880, 0, 0.12],
    [660, 0.18, 0.12],
  ],
  done: [
    [660, 0, 0.12],
    [880, 0.12, 0.12],
    [1320, 0.24, 0.25],
  ],
  failed: [
    [220, 0, 0.3],
    [165, 0.35, 0.5],
  ],
};
const VOLUME = 0.2;

let context: AudioContext | undefined;

/** Plays a sound when a key needs a touch, is done, or failed. */
export function useSounds(keys: readonly LiveKey[], enabled: boolean): void {
  const before = useRef<ReadonlyMap<string, Tone> | null>(null);
  useEffect(() => {
    const now = new Map(keys.map(key => [key.keyId, faceOf(key, false).tone]));
    const changed = [...now].filter(([id, tone]) => before.current !== null && before.current.get(id) !== tone);
    before.current = now;
    if (enabled) for (const [, tone] of changed) play(melodies[tone] ?? []);
  }, [keys, enabled]);
}

function play(notes: readonly Note[]): void {
  // A browser allows sound only after the person has done something in the window, and complains otherwise.
  if (notes.length === 0 || !navigator.userActivation.hasBeenActive) return;
  context ??= new AudioContext();
  void context.resume();
  for (const [frequency, start, length] of notes) {
    const [from, to] = [context.currentTime + start, context.currentTime + start + length];
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(VOLUME, from);
    gain.gain.exponentialRampToValueAtTime(0.001, to);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(from);
    oscillator.stop(to);
  }
}
