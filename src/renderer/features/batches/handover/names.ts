import { locale, spokenLanguage } from '../../../../words/say.ts';
import { type SheetLanguage, sheetLanguages } from '../../../../words/saySheets.ts';

/** Returns a file's name that every system accepts, from the name of a batch. */
export function fileNameOf(batch: string, ending: string): string {
  const safe = batch.replaceAll(/[^\p{L}\p{N} ._-]/gu, '-').trim();
  return `${safe || 'keydesk'}.${ending}`;
}

/** Returns each language of sheets with its name in the language of the window. */
export function languageNames(): [SheetLanguage, string][] {
  const names = new Intl.DisplayNames([locale()], { type: 'language' });
  return sheetLanguages.map(language => [language, names.of(language) ?? language]);
}

/** Returns the language of sheets for users without a preferred one: that of the window. */
export function sheetLanguageHere(): SheetLanguage {
  return spokenLanguage();
}
