import { type Answer, GraphRefusal } from './answers.ts';
import { matcher } from './filters.ts';
import { groupBody } from './groupsDelta.ts';
import { page, type Query } from './pages.ts';
import { pick, selected, userNames } from './selection.ts';
import type { SimulatedGroup, Tenant } from './tenant.ts';
import type { SimulatedUser } from './user.ts';

/** Answers GET /users: $search, $filter, $orderby displayName, $select, in pages (graph.md, 6). @throws GraphRefusal */
export function listUsers(tenant: Tenant, query: Query): Answer {
  const { params } = query;
  for (const option of ['$search', '$count']) if (params.has(option)) refuseUnlessAdvanced(query, option);
  const names = userNames(params.get('$select'));
  const matches = matcher(params);
  const all = tenant.numbers(params.get('$orderby') === 'displayName' ? 'displayName' : 'number');
  const found = matches === undefined ? all : all.filter(n => matches(tenant.user(n)));
  return page(found.length, i => pick({ ...tenant.user(found[i] ?? 0) }, names, query.visible), '/users', query);
}

/** Answers GET /users/{id}. @throws GraphRefusal for an unknown name in `$select` */
export function oneUser(user: SimulatedUser, { params, visible }: Query): Answer {
  return { status: 200, body: pick({ ...user }, userNames(params.get('$select')), visible) };
}

export function listGroups(tenant: Tenant, query: Query): Answer {
  const names = selected(query.params.get('$select'), 'group');
  const { groups } = tenant;
  return page(groups.length, i => groupAt(groups, i, names), '/groups', query);
}

/** Returns a group. @throws GraphRefusal 404 */
export function groupOf(tenant: Tenant, id: string): SimulatedGroup {
  const group = tenant.groups.find(candidate => candidate.id === id);
  if (group === undefined) throw new GraphRefusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  return group;
}

/** Answers with the members of a group: direct users and groups, or all nested ones, too. */
export function members(tenant: Tenant, groupId: string, transitive: boolean, query: Query): Answer {
  const group = groupOf(tenant, groupId);
  const select = query.params.get('$select');
  const names = selected(select, 'directoryObject');
  const groups = transitive ? inside(tenant, group) : tenant.groupsIn(group);
  const users = [...new Set([group, ...(transitive ? groups : [])].flatMap(part => tenant.membersOf(part)))];
  const member = (i: number) =>
    i < users.length
      ? {
          '@odata.type': '#microsoft.graph.user',
          ...pick({ ...tenant.user(users[i] ?? 0) }, names ?? userNames(null), query.visible),
        }
      : { '@odata.type': '#microsoft.graph.group', ...groupAt(groups, i - users.length, names) };
  const path = `/groups/${groupId}/${transitive ? 'transitiveMembers' : 'members'}`;
  return page(users.length + groups.length, member, path, query);
}

/**
 * Answers with all groups of a user, including nested ones. Supports only the form that requests groups alone.
 * @throws GraphRefusal without ConsistencyLevel and $count, which an OData cast needs
 * (learn.microsoft.com/graph/api/user-list-transitivememberof)
 */
export function memberships(
  tenant: Tenant,
  user: SimulatedUser,
  cast: readonly string[],
  query: Query,
): Answer | undefined {
  if (cast.join('/') !== 'microsoft.graph.group') return undefined;
  refuseUnlessAdvanced(query, 'OData cast');
  if (query.params.get('$count') !== 'true') {
    throw new GraphRefusal(400, 'Request_UnsupportedQuery', 'Request with OData cast needs the parameter $count=true.');
  }
  const groups = tenant.groupsOf(user);
  const names = selected(query.params.get('$select'), 'group');
  const path = `/users/${user.id}/transitiveMemberOf/microsoft.graph.group`;
  return page(groups.length, i => groupAt(groups, i, names), path, query);
}

function refuseUnlessAdvanced({ advanced }: Query, what: string): void {
  if (advanced) return;
  throw new GraphRefusal(
    400,
    'Request_UnsupportedQuery',
    `Request with ${what} query parameter only works with the header ConsistencyLevel: eventual.`,
  );
}

function groupAt(groups: readonly SimulatedGroup[], index: number, names: readonly string[] | undefined) {
  const group = groups[index];
  if (group === undefined) return {};
  return names === undefined ? groupBody(group) : pick(groupBody(group), names);
}

/** Returns every group nested in this one. Groups may contain each other. */
function inside(tenant: Tenant, group: SimulatedGroup): SimulatedGroup[] {
  const found = new Set([group]);
  // A loop over a set includes elements that are added during the loop.
  for (const outer of found) for (const inner of tenant.groupsIn(outer)) found.add(inner);
  found.delete(group);
  return [...found];
}
