import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import { directionOf, preferred, type Spoken, speak } from '../../../words/say.ts';
import { api } from '../../client/client.ts';

/**
 * Uses the language of the settings, or of the system until the settings are loaded. A change renders everything below
 * again, because texts may be anywhere.
 */
export function useLanguage(): { language: Spoken; dir: 'ltr' | 'rtl' } {
  const choice = useQuery(api.settings.get.queryOptions()).data?.language ?? 'system';
  const spoken = useRef<string | null>(null);
  const wanted = choice === 'system' ? navigator.languages : [choice, ...navigator.languages];
  // Only a test drives the browser.
  const { language, locale } = preferred(wanted, navigator.webdriver);
  const region = choice === 'system' ? locale : regionOf(language);
  // Must run before components below render, because they read their words during rendering.
  if (spoken.current !== `${language} ${region}`) {
    spoken.current = `${language} ${region}`;
    speak(language, region);
  }
  useDocumentLanguage(language);
  return { language, dir: directionOf(language) };
}

/** Sets the document's language for the browser and screen readers. */
export function useDocumentLanguage(language: Spoken): void {
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
}

/** Returns the person's regional form of the chosen language, if the system has one. */
function regionOf(language: Spoken): string | undefined {
  const own = navigator.languages.filter(tag => tag.split('-')[0]?.toLowerCase() === language);
  return own.length === 0 ? undefined : preferred(own).locale;
}
