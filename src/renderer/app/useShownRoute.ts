import { useSystemInfo } from '../client/hooks.ts';
import { type Route, useRoute } from '../ui/page/route.ts';
import { shownRoute } from './shownRoute.ts';

/** Returns the route to show. The component renders again if it changes. */
export function useShownRoute(): Route {
  return shownRoute(useRoute(), useSystemInfo());
}
