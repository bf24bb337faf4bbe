import { createContext, useContext } from 'react';
import type { Failure } from '../../../../contract/failure.ts';
import type { Words } from '../../../../contract/wording.ts';
import { wordsFor } from '../../../../contract/words.ts';
import { de } from './de.ts';
import { type ActivateWords, en } from './en.ts';

/** By their tags of BCP 47. Another language is one more file and a line here. */
export const languages: Readonly<Record<string, ActivateWords>> = { en, de };

/** The first of a person's languages that there is. */
export function preferredLanguage(wanted: readonly string[]): string {
  return wanted.map(tag => tag.split('-')[0]?.toLowerCase() ?? '').find(tag => tag in languages) ?? 'en';
}

export const LanguageContext = createContext<ActivateWords>(en);

export function useWords(): ActivateWords {
  return useContext(LanguageContext);
}

/** What a person reads of a failure. */
export function told(words: ActivateWords, failure: Failure): Words {
  return words.errors[failure.code]?.(failure.params) ?? wordsFor(failure);
}
