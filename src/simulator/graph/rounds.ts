import { type Answer, GraphRefusal } from './answers.ts';
import { expiredLink } from './behavior.ts';
import { address, open, type Query, seal } from './pages.ts';
import type { TenantState } from './state.ts';

/** Graph rejects these for directory objects (learn.microsoft.com/graph/delta-query-overview). */
const REFUSED = ['$top', '$orderby', '$search', '$expand', '$count', '$skip'];
const DEFAULT_SIZE = 100;

/** The position in a delta round. A link contains it, so that it need not repeat the options of the first request. */
export interface RoundPlace {
  /** The round in which the client's round began. The next one reports later changes. */
  readonly round: number;
  /** Returns changes after this round; null returns everything. */
  readonly since: number | null;
  readonly select: string | null;
  /** Entries per page. */
  readonly size: number;
  /** The start of the next page. Each list defines its unit. */
  readonly start: number;
  /** In an untidy round: an empty page comes first. */
  readonly pause: boolean;
}

/** One page of a round, and the start of the next one; null after the last. */
export interface RoundPage {
  readonly value: unknown[];
  readonly next: number | null;
}

/** Answers one request of a delta round: `path` is `/users/delta` or `/groups/delta`. @throws GraphRefusal */
export function deltaRound(
  path: string,
  query: Query,
  { round, behavior }: TenantState,
  pageAt: (place: RoundPlace) => RoundPage,
): Answer {
  const { params, base } = query;
  const refused = REFUSED.find(option => params.has(option));
  if (refused !== undefined) {
    throw new GraphRefusal(400, 'Request_UnsupportedQuery', `${refused} is not supported on this resource with delta.`);
  }
  const link = (name: string, place: unknown) => address(base + path, [[name, seal(place)]]);
  const answer = (value: unknown[], more: Record<string, string>): Answer => {
    const context = `${base}/$metadata#${path.split('/')[1]}`;
    return { status: 200, body: { '@odata.context': context, ...more, value } };
  };

  const first = { round, select: params.get('$select'), size: query.preferredSize ?? DEFAULT_SIZE, start: 0 };
  if (params.get('$deltatoken') === 'latest') {
    return answer([], { '@odata.deltaLink': link('$deltatoken', { round, select: first.select }) });
  }
  const place = placeOf(query, first) ?? refuseExpired();
  if (place.pause) return answer([], { '@odata.nextLink': link('$skiptoken', { ...place, pause: false }) });
  const { value, next } = pageAt(place);
  if (next === null) {
    return answer(value, { '@odata.deltaLink': link('$deltatoken', { round: place.round, select: place.select }) });
  }
  const later = { ...place, start: next, pause: behavior.untidyRounds };
  return answer(value, { '@odata.nextLink': link('$skiptoken', later) });

  function refuseExpired(): never {
    throw expiredLink(behavior.expiredLink, base + path);
  }
}

/** Returns the position of a link; undefined for an expired link, or one of another tenant. @throws GraphRefusal */
function placeOf(
  { params, oldestRound, round }: Query,
  first: Omit<RoundPlace, 'since' | 'pause'>,
): RoundPlace | undefined {
  const good = (token: { round?: unknown } | undefined) =>
    typeof token?.round === 'number' && token.round >= oldestRound && token.round <= round;
  const skip = params.get('$skiptoken');
  if (skip !== null) {
    if (params.has('$select')) {
      throw new GraphRefusal(400, 'BadRequest', '$select is not supported together with $skiptoken.');
    }
    const place = open(skip) as RoundPlace | undefined;
    return good(place) ? place : undefined;
  }
  const delta = params.get('$deltatoken');
  // Empty, as in the Location header of a 410: equivalent to the first request.
  if (delta === null || delta === '') return { ...first, since: null, pause: false };
  const told = open(delta) as { round: number; select: string | null } | undefined;
  if (!good(told) || told === undefined) return undefined;
  return { ...first, since: told.round, select: first.select ?? told.select, pause: false };
}
