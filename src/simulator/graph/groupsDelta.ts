import type { Answer } from './answers.ts';
import { deltaLinkOf, page, type Query, roundOf } from './pages.ts';
import type { TenantState } from './state.ts';
import type { SimulatedGroup, Tenant } from './tenant.ts';

/** Memberships on one page: a large group goes on over several, as Graph's do. */
const MEMBERS_ON_A_PAGE = 2000;

interface MemberNews {
  readonly '@odata.type': string;
  readonly id: string;
  readonly '@removed'?: { readonly reason: string };
}

/** Groups with their `members@delta`: all of them first, later only who came and who went. */
export function groupsDelta(tenant: Tenant, { round }: TenantState, query: Query): Answer {
  const since = roundOf(query, round);
  const pages = since === undefined ? fullPages(tenant, round) : packed(changedGroups(tenant, since));
  const pageOf = (i: number) => pages[i]?.() ?? [];
  const link = deltaLinkOf('/groups/delta', query, round);
  const one = { ...query, params: new URLSearchParams(query.params) };
  one.params.set('$top', '1');
  const answer = page(pages.length, pageOf, '/groups/delta', one, link);
  const body = answer.body as { value: unknown[][] };
  return { ...answer, body: { ...body, value: body.value.flat() } };
}

type Page = () => unknown[];

const known = new WeakMap<Tenant, { round: number; pages: Page[] }>();

/** A page is made when it is asked for; only where it begins is worked out ahead. */
function fullPages(tenant: Tenant, round: number): Page[] {
  const before = known.get(tenant);
  if (before?.round === round) return before.pages;
  const pages = packed(
    tenant.groups.map(group => {
      const users = tenant.membersOf(group);
      return {
        group,
        count: users.length + group.groups.length,
        members: (from, to) => [
          ...users.slice(from, to).map(n => memberNews('user', tenant.idOf(n))),
          ...group.groups
            .slice(Math.max(0, from - users.length), Math.max(0, to - users.length))
            .map(({ id }) => memberNews('group', id)),
        ],
      };
    }),
  );
  known.set(tenant, { round, pages });
  return pages;
}

interface GroupNews {
  readonly group: SimulatedGroup;
  readonly count: number;
  members(from: number, to: number): MemberNews[];
}

function changedGroups(tenant: Tenant, since: number): GroupNews[] {
  const news = new Map<SimulatedGroup, MemberNews[]>();
  for (const item of tenant.newsSince(since)) {
    const id = 'removed' in item ? item.removed : item.user.id;
    for (const { group, member } of tenant.groupsAround(id)) {
      const entry = memberNews('user', id, member ? {} : { '@removed': { reason: 'deleted' } });
      news.set(group, [...(news.get(group) ?? []), entry]);
    }
  }
  return [...news].map(([group, members]) => ({
    group,
    count: members.length,
    members: (from, to) => members.slice(from, to),
  }));
}

function packed(groups: readonly GroupNews[]): Page[] {
  const pages: Page[] = [];
  let parts: (() => unknown)[] = [];
  let room = MEMBERS_ON_A_PAGE;
  const turn = () => {
    const full = parts;
    if (full.length > 0) pages.push(() => full.map(part => part()));
    parts = [];
    room = MEMBERS_ON_A_PAGE;
  };
  for (const { group, count, members } of groups) {
    let from = 0;
    do {
      const [first, to] = [from, Math.min(count, from + room)];
      parts.push(() => ({ ...groupBody(group), ...(to > first ? { 'members@delta': members(first, to) } : {}) }));
      room -= Math.max(1, to - first);
      from = to;
      if (room <= 0) turn();
    } while (from < count);
  }
  turn();
  return pages;
}

function memberNews(kind: 'user' | 'group', id: string, more: object = {}): MemberNews {
  return { '@odata.type': `#microsoft.graph.${kind}`, id, ...more };
}

export function groupBody({ id, displayName }: SimulatedGroup) {
  return { id, displayName, securityEnabled: true, mailEnabled: false };
}
