import { type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { api } from '../../client/client.ts';

const darkWanted = window.matchMedia('(prefers-color-scheme: dark)');

/** Returns the theme of the settings; the system's theme until the settings are loaded. */
export function useTheme(): Theme {
  const choice = useQuery(api.settings.get.queryOptions()).data?.theme ?? 'system';
  const systemIsDark = useSyncExternalStore(subscribe, () => darkWanted.matches);
  const dark = choice === 'dark' || (choice === 'system' && systemIsDark);
  useEffect(() => {
    // The browser draws scrollbars and native fields in the same scheme.
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  return dark ? webDarkTheme : webLightTheme;
}

function subscribe(listener: () => void): () => void {
  darkWanted.addEventListener('change', listener);
  return () => darkWanted.removeEventListener('change', listener);
}
