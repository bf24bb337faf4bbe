import type { Answer } from './answers.ts';
import type { Query } from './pages.ts';
import { deltaRound, type RoundPage, type RoundPlace } from './rounds.ts';
import { userNames } from './selection.ts';
import type { TenantState } from './state.ts';
import type { Tenant } from './tenant.ts';

/** A user who is not in the tenant. Untidy rounds report it as removed. */
const NEVER_SEEN = '00000000-dead-4000-a000-000000000000';

/**
 * Answers GET /users/delta: everything first, later only changes since the link. Removed users are `@removed`. Omits a
 * property that was never set (learn.microsoft.com/graph/api/user-delta). @throws GraphRefusal
 */
export function usersDelta(tenant: Tenant, state: TenantState, query: Query): Answer {
  // The first request already rejects an unknown name.
  userNames(query.params.get('$select'));
  return deltaRound('/users/delta', query, state, place => pageAt(tenant, state, place));
}

/**
 * Returns one page. A page starts at a user's number, so that users added or removed during a round do not shift the
 * pages.
 */
function pageAt(
  tenant: Tenant,
  { behavior, changes }: TenantState,
  { since, select, size, start }: RoundPlace,
): RoundPage {
  const names = userNames(select);
  const numbers = since === null ? tenant.numbers() : tenant.changedSince(since);
  const from = firstFrom(numbers, start);
  const ofPage = numbers.slice(from, from + size);
  const next = numbers[from + size] ?? null;
  const tell = (n: number) => {
    const change = changes[n];
    if (change?.removed === true) return { id: tenant.idOf(n), '@removed': { reason: 'changed' } };
    return present({ ...tenant.user(n) }, names, since === null ? {} : (change?.properties ?? {}));
  };
  if (!behavior.untidyRounds) return { value: ofPage.map(tell), next };
  const replayed = from > 0 ? numbers.slice(from - 1, from) : [];
  const removed = Object.keys(changes).filter(n => since === null && changes[n]?.removed === true);
  const gone = [NEVER_SEEN, ...removed.map(n => tenant.idOf(Number(n)))];
  const removals = start === 0 ? gone.map((id, i) => ({ id, '@removed': i === 0 ? {} : { reason: 'deleted' } })) : [];
  return { value: [...removals, ...replayed.map(tell), ...ofPage.map(tell)], next };
}

/** Returns the index of the first number that is not smaller. */
function firstFrom(numbers: readonly number[], start: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Null is returned only for properties that were changed to null. */
function present(
  properties: Readonly<Record<string, unknown>>,
  names: readonly string[],
  changed: object,
): Record<string, unknown> {
  const told = ['id', ...names].filter(name => (properties[name] ?? null) !== null || name in changed);
  return Object.fromEntries(told.map(name => [name, properties[name] ?? null]));
}
