import { z } from 'zod';
import { eachUserText } from '../../../contract/users/schema.ts';
import { type GraphTarget, rootOf } from './graphTarget.ts';
import { pathOfLink } from './links.ts';
import { booleanOrText, describingText, optionalLink, readableList } from './members.ts';
import type { Requests } from './requests.ts';

const graphUserSchema = z.object({
  id: z.string().min(1),
  userPrincipalName: z.string().min(1),
  displayName: describingText,
  ...eachUserText(() => describingText),
  accountEnabled: booleanOrText.nullish(),
  /** `Member` or `Guest`. */
  userType: describingText,
});
/** A user as Graph returns it. Null members are unknown. */
export type GraphUser = z.infer<typeof graphUserSchema>;

const pageSchema = z.object({ value: readableList(graphUserSchema), '@odata.nextLink': optionalLink });

interface GraphUserPage {
  readonly users: GraphUser[];
  readonly nextLink?: string;
}

interface SearchOptions {
  /** 1 to 999; default 50. */
  readonly pageSize?: number;
  /** Continues an earlier page; the query is then in the link. */
  readonly nextLink?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface UserCalls {
  /**
   * Returns the users whose name, UPN or mail matches, or all users for an empty query.
   * @throws KeydeskError graph-…
   */
  search(query: string, options?: SearchOptions): Promise<GraphUserPage>;
  /** Returns a user by object id or user principal name. @throws KeydeskError user-not-found, graph-… */
  get(idOrUpn: string, options?: { signal?: AbortSignal | undefined }): Promise<GraphUser>;
}

const PAGE_SIZE = 50;
/** The properties of a user that Keydesk needs (graph.md, 6). */
export const USER_SELECT = Object.keys(graphUserSchema.shape).join(',');
const SEARCHED = ['displayName', 'userPrincipalName', 'mail'];

export function userCalls(requests: Requests, target: GraphTarget): UserCalls {
  return {
    search: async (query, { pageSize = PAGE_SIZE, nextLink, signal } = {}) => {
      const path =
        nextLink === undefined ? searchPath(query, pageSize) : pathOfLink(nextLink, rootOf(target), target.version);
      const page = await requests.send({ path, signal, headers: { ConsistencyLevel: 'eventual' } }, pageSchema);
      const next = page['@odata.nextLink'];
      // A page whose link leads to itself is the last one.
      return { users: page.value, ...(next === undefined || next === nextLink ? {} : { nextLink: next }) };
    },
    get: (idOrUpn, { signal } = {}) =>
      requests.send(
        { path: `${userPath(idOrUpn)}?$select=${USER_SELECT}`, signal, subject: 'user', user: idOrUpn },
        graphUserSchema,
      ),
  };
}

/**
 * Returns the path of a user, given by object id or user principal name. After a slash, OData would take a name that
 * begins with $ as a query option (learn.microsoft.com/graph/api/user-get), and . or .. as a step to another path (RFC
 * 3986, 5.2.4), encoded or not.
 */
export function userPath(idOrUpn: string): string {
  if (!/^\$|^\.{1,2}$/.test(idOrUpn)) return `/users/${encodeURIComponent(idOrUpn)}`;
  return `/users('${encodeURIComponent(idOrUpn.replaceAll("'", "''"))}')`;
}

/** `$search` needs ConsistencyLevel eventual (graph.md, 6). */
function searchPath(query: string, pageSize: number): string {
  const base = `/users?$select=${USER_SELECT}&$top=${pageSize}&$count=true&$orderby=displayName`;
  // A quote or backslash would end the phrase. Graph's documentation has no consistent escape for them.
  const phrase = query.replaceAll(/["\\]/g, ' ').trim();
  if (phrase === '') return base;
  const search = SEARCHED.map(member => `"${member}:${phrase}"`).join(' OR ');
  return `${base}&$search=${encodeURIComponent(search)}`;
}
