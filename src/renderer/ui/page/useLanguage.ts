import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';
import { directionOf, preferred, type Spoken, speak } from '../../../words/say.ts';
import { api } from '../../client/client.ts';

/**
 * Speaks the language of the settings; that of the system until the settings are loaded. Whatever is shown below is made anew for another
 * language: its texts may be anywhere.
 */
export function useLanguage(): { language: Spoken; dir: 'ltr' | 'rtl' } {
  const choice = useQuery(api.settings.get.queryOptions()).data?.language ?? 'system';
  const spoken = useRef<string | null>(null);
  const { language, locale } = preferred(choice === 'system' ? navigator.languages : [choice, ...navigator.languages]);
  const region = choice === 'system' ? locale : regionOf(language);
  // Before anything below is rendered, which reads its words while it is.
  if (spoken.current !== `${language} ${region}`) {
    spoken.current = `${language} ${region}`;
    speak(language, region);
  }
  useDocumentLanguage(language);
  return { language, dir: directionOf(language) };
}

/** Names the language to the browser and to screen readers. */
export function useDocumentLanguage(language: Spoken): void {
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
}

/** The person's form of a language that was chosen, where the system has one. */
function regionOf(language: Spoken): string | undefined {
  const own = navigator.languages.filter(tag => tag.split('-')[0]?.toLowerCase() === language);
  return own.length === 0 ? undefined : preferred(own).locale;
}
