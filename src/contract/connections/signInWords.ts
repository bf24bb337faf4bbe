import { wordsOf } from '../../words/say.ts';
import type { SignInKind } from './schema.ts';

/** What a connection signs in with, in one or two words. */
export const signInWords: Readonly<Record<SignInKind, string>> = wordsOf('connections').signIns;
