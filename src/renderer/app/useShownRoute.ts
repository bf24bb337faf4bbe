import { useSystemInfo } from '../client/hooks.ts';
import { type Route, useRoute } from '../ui/page/route.ts';
import { shownRoute } from './shownRoute.ts';

/** The route whose page is shown; renders again when it changes. */
export function useShownRoute(): Route {
  return shownRoute(useRoute(), useSystemInfo());
}
