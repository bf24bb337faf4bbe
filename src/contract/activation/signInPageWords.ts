import { type Language, languages, wordsOf } from '../../words/say.ts';

/** What the browser shows when it comes back from a sign-in. */
export interface SignInPageWords {
  readonly signedIn: { readonly title: string; readonly text: string };
  readonly failed: { readonly title: string; readonly text: string };
}

/** By BCP 47 tags. Each language of the activation window is among them. */
export const signInPageLanguages: Readonly<Record<string, SignInPageWords>> = Object.fromEntries(
  languages.map(language => [language, wordsOf('signInPage', language)]),
);

/** Returns the tag of the language that is shown for a wanted one. */
export function signInPageLanguage(wanted: string | undefined): Language {
  return languages.find(language => language === wanted) ?? 'en';
}
