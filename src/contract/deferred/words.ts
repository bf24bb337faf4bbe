import { wordsOf } from '../../words/say.ts';
import type { DeferredState } from './schema.ts';

export const deferredStateWords: Readonly<Record<DeferredState, string>> = wordsOf('deferred').states;
