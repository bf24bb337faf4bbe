import { type Language, languages, wordsOf } from '../../words/say.ts';

/** The texts of the browser page that appears after a sign-in. */
export interface SignInPageWords {
  readonly signedIn: { readonly title: string; readonly text: string };
  readonly failed: { readonly title: string; readonly text: string };
}

/** By BCP 47 tags. Includes every language of the activation window. */
export const signInPageLanguages: Readonly<Record<string, SignInPageWords>> = Object.fromEntries(
  languages.map(language => [language, wordsIn(language)]),
);

function wordsIn(language: Language): SignInPageWords {
  return wordsOf('signInPage', language);
}

/** Returns the tag of the language to show for a requested one. */
export function signInPageLanguage(wanted: string | undefined): Language {
  return languages.find(language => language === wanted) ?? 'en';
}
