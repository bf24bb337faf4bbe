import { ar } from './sheets/ar.ts';
import { de } from './sheets/de.ts';
import { en } from './sheets/en.ts';
import { es } from './sheets/es.ts';
import { fr } from './sheets/fr.ts';
import { it } from './sheets/it.ts';
import { ja } from './sheets/ja.ts';
import { nl } from './sheets/nl.ts';
import { pl } from './sheets/pl.ts';
import { pt } from './sheets/pt.ts';
import type { Sheet } from './sheets/types.ts';

/** The languages of the sheet that a user gets with a key, by their BCP 47 tags. */
export const sheetLanguages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'ja', 'ar'] as const;
export type SheetLanguage = (typeof sheetLanguages)[number];

const catalogs: Readonly<Record<SheetLanguage, Sheet>> = { en, de, fr, es, it, nl, pt, pl, ja, ar };

/** Returns the words of a sheet. Its messages have no arguments: names and numbers stand beside them. */
export function sheetWords(language: SheetLanguage): Sheet {
  return catalogs[language];
}

/** Returns which way a language of sheets is written. */
export function sheetDirection(language: SheetLanguage): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** Returns the language of sheets for a tag such as `pt-BR`; undefined if there is none. */
export function sheetLanguageOf(tag: string): SheetLanguage | undefined {
  const wanted = tag.trim().split(/[-_]/)[0]?.toLowerCase();
  return sheetLanguages.find(language => language === wanted);
}
