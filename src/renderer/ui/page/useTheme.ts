import { type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../../client/client.ts';

const darkWanted = window.matchMedia('(prefers-color-scheme: dark)');

/** The theme that the settings name; the system's own until they are known. */
export function useTheme(): Theme {
  const choice = useQuery(api.settings.get.queryOptions()).data?.theme ?? 'system';
  const systemIsDark = useSyncExternalStore(subscribe, () => darkWanted.matches);
  const dark = choice === 'dark' || (choice === 'system' && systemIsDark);
  useEffect(() => {
    // What the browser draws itself (scrollbars, native fields) follows the same choice.
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  return dark ? webDarkTheme : webLightTheme;
}

function subscribe(listener: () => void): () => void {
  darkWanted.addEventListener('change', listener);
  return () => darkWanted.removeEventListener('change', listener);
}
