import type { Answer } from './answers.ts';
import type { Query } from './pages.ts';
import { deltaRound } from './rounds.ts';
import { selected } from './selection.ts';
import type { TenantState } from './state.ts';
import type { SimulatedGroup, Tenant } from './tenant.ts';

/** Memberships per page. A large group continues over several pages, as in Graph. */
const MEMBERS_ON_A_PAGE = 2000;

interface MemberNews {
  readonly '@odata.type': string;
  readonly id: string;
  readonly '@removed'?: { readonly reason: string };
}

/**
 * Answers GET /groups/delta with `members@delta`: all groups first, later only added and removed members. @throws
 * GraphRefusal
 */
export function groupsDelta(tenant: Tenant, state: TenantState, query: Query): Answer {
  selected(query.params.get('$select'), 'group');
  return deltaRound('/groups/delta', query, state, ({ since, start }) => {
    const pages = since === null ? fullPages(tenant, state.round) : packed(changedGroups(tenant, since));
    const value = pages[start]?.() ?? [];
    const next = start + 1 < pages.length ? start + 1 : null;
    const removed = start === 0 && since !== null ? tenant.groupsRemovedSince(since) : [];
    const removals = removed.map(id => ({ id, '@removed': { reason: 'deleted' } }));
    if (!state.behavior.untidyRounds) return { value: [...removals, ...value], next };
    const replayed = start === 0 ? [{ id: NEVER_SEEN, '@removed': {} }] : (pages[start - 1]?.() ?? []).slice(-1);
    return { value: [...removals, ...replayed, ...value], next };
  });
}

/** A group that is not in the tenant. Untidy rounds report it as removed. */
const NEVER_SEEN = '00000000-dead-4000-a000-000000000001';

type Page = () => unknown[];

const known = new WeakMap<Tenant, { round: number; pages: Page[] }>();

/** Pages of all groups. A page is created on request. Only its start is computed ahead. */
function fullPages(tenant: Tenant, round: number): Page[] {
  const before = known.get(tenant);
  if (before?.round === round) return before.pages;
  const pages = packed(
    tenant.groups.map(group => {
      const users = tenant.membersOf(group);
      const inside = tenant.groupsIn(group);
      return {
        group,
        count: users.length + inside.length,
        members: (from, to) => [
          ...users.slice(from, to).map(n => memberNews('user', tenant.idOf(n))),
          ...inside
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
  const gone = { '@removed': { reason: 'deleted' } };
  const tell = (group: SimulatedGroup, entry: MemberNews) => news.set(group, [...(news.get(group) ?? []), entry]);
  for (const n of tenant.changedSince(since)) {
    const id = tenant.idOf(n);
    for (const { group, member } of tenant.groupsAround(id)) tell(group, memberNews('user', id, member ? {} : gone));
  }
  for (const id of tenant.groupsRemovedSince(since)) {
    for (const group of tenant.groups) {
      if (group.groups.some(inner => inner.id === id)) tell(group, memberNews('group', id, gone));
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
