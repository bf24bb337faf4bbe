import { createContext, useContext } from 'react';
import type { Failure } from '../../../../contract/errors/failure.ts';
import type { Words } from '../../../../contract/errors/wording.ts';
import { de } from './de.ts';
import { type ActivateWords, en } from './en.ts';

/** By their tags of BCP 47. Another language is one more file and a line here. */
export const languages: Readonly<Record<string, ActivateWords>> = { en, de };

/** The first of a person's languages that there is. */
export function preferredLanguage(wanted: readonly string[]): string {
  return wanted.map(tag => tag.split('-')[0]?.toLowerCase() ?? '').find(tag => tag in languages) ?? 'en';
}

/** The tag of the language that the window speaks. */
export const LanguageTagContext = createContext('en');

export const LanguageContext = createContext<ActivateWords>(en);

export function useLanguageTag(): string {
  return useContext(LanguageTagContext);
}

export function useWords(): ActivateWords {
  return useContext(LanguageContext);
}

/** What a user reads of a failure: in their language, and never what is meant for staff. */
export function told({ errors, otherError }: ActivateWords, { code, params }: Failure): Words {
  return Object.hasOwn(errors, code) ? errors[code as keyof typeof errors](params) : otherError;
}
