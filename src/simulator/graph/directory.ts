import type { Answer } from './answers.ts';
import { GraphRefusal } from './answers.ts';
import type { TenantState } from './state.ts';
import type { SimulatedGroup, SimulatedUser, Tenant } from './tenant.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 999;

/** A request to the directory, with what its links are made of. */
export interface Query {
  readonly params: URLSearchParams;
  /** Root and version: `http://127.0.0.1:1234/v1.0`. */
  readonly base: string;
  readonly advanced: boolean;
}

/** GET /users: $search, $filter startswith, $orderby displayName, $top, $select, and pages by @odata.nextLink. */
export function listUsers(tenant: Tenant, state: TenantState, query: Query): Answer {
  const { params } = query;
  if (params.has('$search') && !query.advanced) {
    throw new GraphRefusal(
      400,
      'Request_UnsupportedQuery',
      'Request with $search query parameter only works with ConsistencyLevel: eventual.',
    );
  }
  const removed = new Set(state.removed.map(({ userId }) => userId));
  const matches = matcher(params);
  const found = [...tenant.users()].filter(user => !removed.has(user.id) && matches(user));
  if (params.get('$orderby') === 'displayName') found.sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
  return page(
    found.map(user => select(user, params)),
    '/users',
    query,
    params.get('$count') === 'true',
  );
}

/** A delta round: everything first, later only what changed since the token. Removed users come as @removed. */
export function usersDelta(tenant: Tenant, state: TenantState, query: Query): Answer {
  const since = Number(query.params.get('$deltatoken') ?? Number.NaN);
  const removed = state.removed.filter(({ round }) => Number.isNaN(since) || round > since);
  const gone = removed.map(({ userId }) => ({ id: userId, '@removed': { reason: 'changed' } }));
  const all = Number.isNaN(since)
    ? [...tenant.users()].filter(user => !state.removed.some(({ userId }) => userId === user.id))
    : [];
  const values = [...all.map(user => select(user, query.params)), ...(Number.isNaN(since) ? [] : gone)];
  const link = `${query.base}/users/delta?$deltatoken=${state.round}${keep(query.params, ['$select'])}`;
  return page(values, '/users/delta', query, false, link);
}

export function listGroups(tenant: Tenant, query: Query): Answer {
  return page(tenant.groups.map(groupBody), '/groups', query, false);
}

export function groupsDelta(tenant: Tenant, query: Query): Answer {
  const first = !query.params.has('$deltatoken');
  const link = `${query.base}/groups/delta?$deltatoken=0`;
  return page(first ? tenant.groups.map(groupBody) : [], '/groups/delta', query, false, link);
}

/** Members of a group: direct users and groups, or every user by any way in. */
export function members(tenant: Tenant, groupId: string, transitive: boolean, query: Query): Answer {
  const group = groupOf(tenant, groupId);
  const reach = transitive ? closure(tenant, group) : [group];
  const users = [...tenant.users()].filter(user => reach.some(part => part.has(user)));
  const groups = transitive ? reach.slice(1) : group.groups.map(id => groupOf(tenant, id));
  const values = [
    ...users.map(user => ({ '@odata.type': '#microsoft.graph.user', ...select(user, query.params) })),
    ...groups.map(inner => ({ '@odata.type': '#microsoft.graph.group', ...groupBody(inner) })),
  ];
  return page(values, `/groups/${groupId}/${transitive ? 'transitiveMembers' : 'members'}`, query, false);
}

/** The properties of one user that were asked for. */
export function select(user: SimulatedUser, params: URLSearchParams): Record<string, unknown> {
  const { isAdmin: _, ...properties } = user;
  const wanted = params.get('$select')?.split(',');
  return wanted === undefined
    ? { ...properties }
    : Object.fromEntries(Object.entries(properties).filter(([name]) => name === 'id' || wanted.includes(name)));
}

function page(values: unknown[], path: string, query: Query, count: boolean, deltaLink?: string): Answer {
  const { params, base } = query;
  const top = Math.min(Number(params.get('$top') ?? DEFAULT_PAGE), MAX_PAGE);
  const start = Number(params.get('$skiptoken') ?? 0);
  const more = start + top < values.length;
  const next = `${base}${path}?$skiptoken=${start + top}${keep(params, ['$select', '$top', '$search', '$filter', '$orderby', '$deltatoken'])}`;
  return {
    status: 200,
    body: {
      '@odata.context': `${base}/$metadata#${path.slice(1)}`,
      ...(count ? { '@odata.count': values.length } : {}),
      ...(more ? { '@odata.nextLink': next } : deltaLink === undefined ? {} : { '@odata.deltaLink': deltaLink }),
      value: values.slice(start, start + top),
    },
  };
}

function keep(params: URLSearchParams, names: readonly string[]): string {
  return names
    .flatMap(name => (params.has(name) ? [`&${name}=${encodeURIComponent(params.get(name) ?? '')}`] : []))
    .join('');
}

/** $search is `"member:text" OR …`, matched at the start of any word; $filter is startswith(member,'text'). */
function matcher(params: URLSearchParams): (user: SimulatedUser) => boolean {
  const search = params.get('$search');
  if (search !== null) {
    const phrases = [...search.matchAll(/"(\w+):([^"]*)"/g)].map(
      ([, member, text]) => [member ?? '', fold(text ?? '')] as const,
    );
    return user => phrases.some(([member, text]) => ` ${fold(memberOf(user, member))}`.includes(` ${text}`));
  }
  const filter = /^startswith\((\w+),\s*'(.*)'\)$/.exec(params.get('$filter') ?? '');
  if (filter === null) return () => true;
  return user => fold(memberOf(user, filter[1] ?? '')).startsWith(fold((filter[2] ?? '').replaceAll("''", "'")));
}

function memberOf(user: SimulatedUser, member: string): string {
  const value = (user as unknown as Record<string, unknown>)[member];
  return typeof value === 'string' ? value : '';
}

/** Case and accents make no difference to Graph's search. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function groupBody({ id, displayName }: SimulatedGroup) {
  return { id, displayName, securityEnabled: true, mailEnabled: false };
}

function groupOf(tenant: Tenant, id: string): SimulatedGroup {
  const group = tenant.groups.find(candidate => candidate.id === id);
  if (group === undefined) throw new GraphRefusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  return group;
}

function closure(tenant: Tenant, group: SimulatedGroup): SimulatedGroup[] {
  return [group, ...group.groups.flatMap(id => closure(tenant, groupOf(tenant, id)))];
}
