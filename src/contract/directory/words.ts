import { wordsOf } from '../../words/say.ts';
import type { Face, Words } from '../errors/wording.ts';
import { wordsFor } from '../errors/words.ts';
import type { RefusedPhase } from './schema.ts';

const words = wordsOf('directory');

/** Returns which phase an import skipped, why, and what to do. */
export function refusedWords({ phase, failure }: RefusedPhase, face: Face = 'window'): Words {
  const { message, next } = wordsFor(failure, face);
  if (failure.code === 'graph-entries-unreadable') return { message, next };
  return { message: words.refused[phase]({ message }), next };
}

/** Formats a wait for people: `45 s`, `1:30`. */
export function waitText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 60) return words.seconds({ seconds: whole });
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
