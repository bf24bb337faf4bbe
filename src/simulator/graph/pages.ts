import { type Answer, GraphRefusal } from './answers.ts';
import { expiredPage } from './behavior.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 999;
/** The options that a link repeats from its request. `$skiptoken` is the position. */
const KEPT = ['$select', '$top', '$search', '$filter', '$orderby', '$count', '$expand'];

/** A request to the directory, with everything that its links need. */
export interface Query {
  readonly params: URLSearchParams;
  /** Base URL with version: `http://127.0.0.1:1234/v1.0`. */
  readonly base: string;
  /** Whether the request has ConsistencyLevel: eventual. */
  readonly advanced: boolean;
  /** `Prefer: odata.maxpagesize=N`. */
  readonly preferredSize: number | undefined;
  /** Names of the user properties that the caller may see; undefined for all. */
  readonly visible: ReadonlySet<string> | undefined;
  /** The oldest round whose links are still valid. */
  readonly oldestRound: number;
  /** The current round. */
  readonly round: number;
}

/** Returns one page of a list whose members are created on demand. @throws GraphRefusal */
export function page(length: number, member: (index: number) => unknown, path: string, query: Query): Answer {
  const { params, base } = query;
  const size = numberOf(params, '$top') ?? query.preferredSize ?? DEFAULT_PAGE;
  if (size < 1 || size > MAX_PAGE) {
    throw new GraphRefusal(400, 'Request_UnsupportedQuery', `Invalid page size specified: '${params.get('$top')}'.`);
  }
  const start = startOf(query);
  const end = Math.min(start + size, length);
  const token = seal({ start: end, round: query.round });
  const kept = [...params].filter(([name]) => KEPT.includes(name));
  return {
    status: 200,
    body: {
      '@odata.context': `${base}/$metadata#${path.slice(1)}`,
      ...(params.get('$count') === 'true' ? { '@odata.count': length } : {}),
      ...(end < length ? { '@odata.nextLink': address(base + path, [...kept, ['$skiptoken', token]]) } : {}),
      value: Array.from({ length: Math.max(0, end - start) }, (_, i) => member(start + i)),
    },
  };
}

function startOf({ params, oldestRound }: Query): number {
  const token = params.get('$skiptoken');
  if (token === null) return 0;
  const { start, round } = (open(token) ?? {}) as { start?: unknown; round?: unknown };
  if (typeof start !== 'number' || typeof round !== 'number') {
    throw new GraphRefusal(400, 'BadRequest', "Invalid value for query option '$skiptoken'.");
  }
  if (round < oldestRound) throw expiredPage();
  return start;
}

/** Creates an opaque token. As with Graph, clients must not interpret it. */
export function seal(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).reverse().toString('base64url');
}

/** Returns the value of a token, or undefined if it was not created here. */
export function open(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').reverse().toString());
  } catch {
    return undefined;
  }
}

/** Graph does not escape the dollar signs in its links. */
export function address(path: string, query: string[][]): string {
  return `${path}?${new URLSearchParams(query).toString().replaceAll('%24', '$')}`;
}

function numberOf(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new GraphRefusal(400, 'BadRequest', `Invalid value for query option '${name}'.`);
  return Number(text);
}
