import { useSyncExternalStore } from 'react';

export const userTabs = ['info', 'passkeys', 'comparison', 'keys', 'groups', 'activity'] as const;
export type UserTab = (typeof userTabs)[number];

/** Returns the tab with that name. For an unknown name, returns Passkeys, the tab that people need most. */
export function parseUserTab(name: unknown): UserTab {
  return userTabs.find(tab => tab === name) ?? 'passkeys';
}

/** The filters that a list begins with, as the person could choose them. Each list knows its own. */
export type RouteFilters = Readonly<Record<string, string>>;
export const deferredSteps = ['fetch', 'make', 'upload'] as const;
export type DeferredStep = (typeof deferredSteps)[number];

/** The page that the window shows. The address after # contains it, so that back, forward and reload work. */
export type Route =
  | { page: 'start' }
  | { page: 'overview' }
  | { page: 'users'; filters?: RouteFilters }
  | { page: 'user'; user: string; tab: UserTab }
  | { page: 'enroll'; user: string }
  /** `reset`: id of a plugged-in key. The page opens the reset of that key. */
  | { page: 'keys'; reset?: string }
  | { page: 'inventory'; filters?: RouteFilters }
  /** A key of the inventory, by its id. */
  | { page: 'key'; key: string }
  | { page: 'reconciliation' }
  | { page: 'assignments'; filters?: RouteFilters }
  | { page: 'batches' }
  | { page: 'new-batch' }
  /** Keys for a site without a network. */
  | { page: 'deferred'; step: DeferredStep }
  | { page: 'batch'; batch: string }
  /** The run screen of a batch. It fills the window. */
  | { page: 'run-batch'; batch: string }
  | { page: 'workflows' }
  | { page: 'new-workflow' }
  | { page: 'workflow'; workflow: string }
  | { page: 'edit-workflow'; workflow: string }
  | { page: 'activity'; filters?: RouteFilters }
  | { page: 'settings' }
  | { page: 'connect' }
  | { page: 'new-profile' }
  | { page: 'edit-profile'; profile: string }
  /** An unknown address, for example of another version. */
  | { page: 'unknown' }
  | { page: 'activate' };

/** Returns the route of an address fragment; the start page for an empty one. */
export function parseRoute(fragment: string): Route {
  const [address = '', asked = ''] = fragment.replace(/^#\/?/, '').split('?', 2);
  const [page, user, tab] = address.split('/').map(decodePart);
  const filters = filtersOf(asked);
  switch (page) {
    case '':
    case undefined:
      return { page: 'start' };
    case 'keys':
      return user === 'reset' && tab ? { page, reset: tab } : { page };
    case 'inventory':
      return user ? { page: 'key', key: user } : { page, ...filters };
    case 'assignments':
    case 'activity':
      return { page, ...filters };
    case 'overview':
    case 'reconciliation':
    case 'activate':
      return { page };
    case 'settings':
      if (user === 'profiles' && tab)
        return tab === 'new' ? { page: 'new-profile' } : { page: 'edit-profile', profile: tab };
      return { page: user === 'connect' ? 'connect' : 'settings' };
    case 'batches':
      if (!user) return { page };
      if (user === 'new') return { page: 'new-batch' };
      if (user === 'deferred') return { page: 'deferred', step: deferredSteps.find(step => step === tab) ?? 'fetch' };
      return { page: tab === 'run' ? 'run-batch' : 'batch', batch: user };
    case 'workflows':
      if (!user) return { page };
      if (user === 'new') return { page: 'new-workflow' };
      return { page: tab === 'edit' ? 'edit-workflow' : 'workflow', workflow: user };
    default:
      if (page !== 'users') return { page: fragment.startsWith('#/') ? 'unknown' : 'users' };
      if (!user) return { page: 'users', ...filters };
      if (tab === 'add-passkey') return { page: 'enroll', user };
      return { page: 'user', user, tab: parseUserTab(tab) };
  }
}

/** Returns the address of a route, for href. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'start':
      return '#/';
    case 'connect':
      return '#/settings/connect';
    case 'new-profile':
      return '#/settings/profiles/new';
    case 'edit-profile':
      return `#/settings/profiles/${encodeURIComponent(route.profile)}`;
    case 'user':
      return `#/users/${encodeURIComponent(route.user)}/${route.tab}`;
    case 'enroll':
      return `#/users/${encodeURIComponent(route.user)}/add-passkey`;
    case 'keys':
      return route.reset === undefined ? '#/keys' : `#/keys/reset/${encodeURIComponent(route.reset)}`;
    case 'key':
      return `#/inventory/${encodeURIComponent(route.key)}`;
    case 'new-batch':
      return '#/batches/new';
    case 'deferred':
      return `#/batches/deferred/${route.step}`;
    case 'batch':
      return `#/batches/${encodeURIComponent(route.batch)}`;
    case 'run-batch':
      return `#/batches/${encodeURIComponent(route.batch)}/run`;
    case 'new-workflow':
      return '#/workflows/new';
    case 'workflow':
      return `#/workflows/${encodeURIComponent(route.workflow)}`;
    case 'edit-workflow':
      return `#/workflows/${encodeURIComponent(route.workflow)}/edit`;
    case 'users':
    case 'inventory':
    case 'assignments':
    case 'activity':
      return `#/${route.page}${searchOf(route.filters)}`;
    default:
      return `#/${route.page}`;
  }
}

function searchOf(filters: RouteFilters = {}): string {
  const search = new URLSearchParams(filters).toString();
  return search === '' ? '' : `?${search}`;
}

/** Returns the filters of an address. An address without any has no member for them. */
function filtersOf(search: string): { filters?: RouteFilters } {
  const filters = Object.fromEntries(new URLSearchParams(search));
  return Object.keys(filters).length === 0 ? {} : { filters };
}

export function goTo(route: Route): void {
  window.location.hash = hrefOf(route);
}

/** Returns the current route. The component renders again when it changes. */
export function useRoute(): Route {
  const fragment = useSyncExternalStore(subscribe, () => window.location.hash);
  return parseRoute(fragment);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // An invalid escape in the address matches no part.
    return '';
  }
}
