import { type Answer, GraphRefusal } from './answers.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 999;
/** What a link says again of the request that it continues. */
const KEPT = ['$select', '$top', '$search', '$filter', '$orderby', '$count', '$deltatoken'];

/** A request to the directory, with what its links are made of. */
export interface Query {
  readonly params: URLSearchParams;
  /** Root and version: `http://127.0.0.1:1234/v1.0`. */
  readonly base: string;
  /** Whether it came with ConsistencyLevel: eventual. */
  readonly advanced: boolean;
}

/** One page of a list whose members are made when they are needed. The last page of a delta round ends with its link. */
export function page(
  length: number,
  member: (index: number) => unknown,
  path: string,
  { params, base }: Query,
  deltaLink?: string,
): Answer {
  const top = numberOf(params, '$top', DEFAULT_PAGE);
  if (top < 1 || top > MAX_PAGE) {
    throw new GraphRefusal(400, 'Request_UnsupportedQuery', `Invalid page size specified: '${params.get('$top')}'.`);
  }
  const start = numberOf(params, '$skiptoken', 0);
  const end = Math.min(start + top, length);
  const link = end < length ? { '@odata.nextLink': linkOf(base + path, params, end) } : undefined;
  return {
    status: 200,
    body: {
      '@odata.context': `${base}/$metadata#${path.slice(1)}`,
      ...(params.get('$count') === 'true' ? { '@odata.count': length } : {}),
      ...(link ?? (deltaLink === undefined ? {} : { '@odata.deltaLink': deltaLink })),
      value: Array.from({ length: Math.max(0, end - start) }, (_, i) => member(start + i)),
    },
  };
}

/** The link that ends a round of delta; `$select` of the first call is baked into it (graph.md, 6). */
export function deltaLinkOf(path: string, { params, base }: Query, round: number): string {
  const select = params.get('$select');
  return address(base + path, [['$deltatoken', String(round)], ...(select === null ? [] : [['$select', select]])]);
}

/** The round that a delta link was given at; undefined for a first call. @throws GraphRefusal 410 for a link too old to read */
export function roundOf({ params }: Query, newest: number): number | undefined {
  const token = params.get('$deltatoken');
  if (token === null) return undefined;
  if (/^\d+$/.test(token) && Number(token) <= newest) return Number(token);
  throw new GraphRefusal(410, 'syncStateNotFound', 'The delta token is expired. Start a full synchronisation.');
}

function linkOf(path: string, params: URLSearchParams, skip: number): string {
  const kept = [...params].filter(([name]) => KEPT.includes(name));
  return address(path, [...kept, ['$skiptoken', String(skip)]]);
}

/** Graph leaves the dollar signs of its links as they are. */
function address(path: string, query: string[][]): string {
  return `${path}?${new URLSearchParams(query).toString().replaceAll('%24', '$')}`;
}

function numberOf(params: URLSearchParams, name: string, otherwise: number): number {
  const text = params.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new GraphRefusal(400, 'BadRequest', `Invalid value for query option '${name}'.`);
  return Number(text);
}
