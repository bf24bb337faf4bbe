import { wordsOf } from '../../words/say.ts';
import type { DifferenceKind, Mend } from './schema.ts';

const words = wordsOf('reconciliation');

export const differenceWords: Readonly<Record<DifferenceKind, string>> = words.kinds;
export const mendWords: Readonly<Record<Mend, string>> = words.mends;
