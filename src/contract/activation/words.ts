import { wordsOf } from '../../words/say.ts';
import type { CodeState } from './schema.ts';

export const codeStateWords: Readonly<Record<CodeState, string>> = wordsOf('activation').codeStates;
