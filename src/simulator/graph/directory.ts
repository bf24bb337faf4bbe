import { type Answer, GraphRefusal } from './answers.ts';
import { matcher } from './filters.ts';
import { groupBody } from './groupsDelta.ts';
import { deltaLinkOf, page, type Query, roundOf } from './pages.ts';
import type { TenantState } from './state.ts';
import type { SimulatedGroup, SimulatedUser, Tenant } from './tenant.ts';

/** GET /users: $search, $filter, $orderby displayName, $select, in pages (graph.md, 6). @throws GraphRefusal */
export function listUsers(tenant: Tenant, query: Query): Answer {
  const { params, advanced } = query;
  for (const option of ['$search', '$count']) {
    if (params.has(option) && !advanced) {
      throw new GraphRefusal(
        400,
        'Request_UnsupportedQuery',
        `Request with ${option} query parameter only works with the header ConsistencyLevel: eventual.`,
      );
    }
  }
  const matches = matcher(params);
  const all = tenant.numbers(params.get('$orderby') === 'displayName' ? 'displayName' : 'number');
  const found = matches === undefined ? all : all.filter(n => matches(tenant.user(n)));
  return page(found.length, i => select(tenant.user(found[i] ?? 0), params), '/users', query);
}

/** A delta round: everything first, later only what changed since the link. Removed users come as @removed. */
export function usersDelta(tenant: Tenant, { round }: TenantState, query: Query): Answer {
  const link = deltaLinkOf('/users/delta', query, round);
  const since = roundOf(query, round);
  if (since === undefined) {
    const all = tenant.numbers();
    return page(all.length, i => select(tenant.user(all[i] ?? 0), query.params), '/users/delta', query, link);
  }
  const news = tenant
    .newsSince(since)
    .map(item =>
      'removed' in item ? { id: item.removed, '@removed': { reason: 'changed' } } : select(item.user, query.params),
    );
  return page(news.length, i => news[i], '/users/delta', query, link);
}

export function listGroups(tenant: Tenant, query: Query): Answer {
  return page(tenant.groups.length, i => bodyAt(tenant.groups, i), '/groups', query);
}

/** @throws GraphRefusal 404 */
export function groupOf(tenant: Tenant, id: string): SimulatedGroup {
  const group = tenant.groups.find(candidate => candidate.id === id);
  if (group === undefined) throw new GraphRefusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  return group;
}

/** Members of a group: direct users and groups, or every user and group by any way in. */
export function members(tenant: Tenant, groupId: string, transitive: boolean, query: Query): Answer {
  const group = groupOf(tenant, groupId);
  const groups = transitive ? inside(group) : group.groups;
  const users = [...new Set([group, ...(transitive ? groups : [])].flatMap(part => tenant.membersOf(part)))];
  const member = (i: number) =>
    i < users.length
      ? { '@odata.type': '#microsoft.graph.user', ...select(tenant.user(users[i] ?? 0), query.params) }
      : { '@odata.type': '#microsoft.graph.group', ...bodyAt(groups, i - users.length) };
  const path = `/groups/${groupId}/${transitive ? 'transitiveMembers' : 'members'}`;
  return page(users.length + groups.length, member, path, query);
}

/** The groups that a user is in by any way; only the form that asks for groups alone is answered. */
export function memberships(
  tenant: Tenant,
  user: SimulatedUser,
  cast: readonly string[],
  query: Query,
): Answer | undefined {
  if (cast.join('/') !== 'microsoft.graph.group') return undefined;
  const groups = tenant.groupsOf(user);
  const wanted = query.params.get('$select')?.split(',');
  const member = (i: number) =>
    Object.fromEntries(
      Object.entries(bodyAt(groups, i)).filter(([name]) => wanted === undefined || wanted.includes(name)),
    );
  return page(groups.length, member, `/users/${user.id}/transitiveMemberOf/microsoft.graph.group`, query);
}

/** The properties of one user that were asked for. */
export function select({ isAdmin: _, ...properties }: SimulatedUser, params: URLSearchParams): Record<string, unknown> {
  const wanted = params.get('$select')?.split(',');
  if (wanted === undefined) return properties;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name === 'id' || wanted.includes(name)));
}

function bodyAt(groups: readonly SimulatedGroup[], index: number) {
  const group = groups[index];
  return group === undefined ? {} : groupBody(group);
}

/** Every group inside this one by any way in; groups may stand in a circle. */
function inside(group: SimulatedGroup): SimulatedGroup[] {
  const found = new Set([group]);
  // A set goes on to what is added to it meanwhile.
  for (const outer of found) for (const inner of outer.groups) found.add(inner);
  found.delete(group);
  return [...found];
}
