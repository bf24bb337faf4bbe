import { z } from 'zod';
import { KeydeskError } from '../../contract/errors.ts';
import type { Connection } from './connection.ts';
import type { Requests } from './requests.ts';

const userSchema = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  jobTitle: z.string().nullish(),
  department: z.string().nullish(),
  employeeId: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
});
export type GraphUser = z.infer<typeof userSchema>;

const pageSchema = z.object({ value: z.array(userSchema), '@odata.nextLink': z.string().optional() });

export interface GraphUserPage {
  users: GraphUser[];
  nextLink?: string;
}

export interface UserCalls {
  /** Users whose names, UPN or mail match, or all. `nextLink` continues an earlier page. */
  search(
    query: string,
    options?: { nextLink?: string | undefined; signal?: AbortSignal | undefined },
  ): Promise<GraphUserPage>;
  /** By object id or user principal name. @throws KeydeskError user-not-found */
  get(idOrUpn: string, options?: { signal?: AbortSignal | undefined }): Promise<GraphUser>;
}

const PAGE_SIZE = 50;
const SELECT = Object.keys(userSchema.shape).join(',');
const SEARCHED = ['displayName', 'userPrincipalName', 'mail'];

export function userCalls(requests: Requests, connection: Connection): UserCalls {
  return {
    search: async (query, { nextLink, signal } = {}) => {
      const path = nextLink === undefined ? searchPath(query) : pathOf(nextLink, connection);
      const page = await requests.send({ path, signal, headers: { ConsistencyLevel: 'eventual' } }, pageSchema);
      const next = page['@odata.nextLink'];
      return { users: page.value, ...(next === undefined ? {} : { nextLink: next }) };
    },
    get: (idOrUpn, { signal } = {}) =>
      requests.send(
        { path: `/users/${encodeURIComponent(idOrUpn)}?$select=${SELECT}`, signal, subject: 'user', name: idOrUpn },
        userSchema,
      ),
  };
}

function searchPath(query: string): string {
  const base = `/users?$select=${SELECT}&$top=${PAGE_SIZE}&$count=true`;
  const text = query.trim();
  if (text === '') return `${base}&$orderby=displayName`;
  // A quote or backslash would end the phrase; Graph has no escape for them that its docs agree on.
  const phrase = text.replaceAll(/["\\]/g, ' ');
  const search = SEARCHED.map(member => `"${member}:${phrase}"`).join(' OR ');
  return `${base}&$search=${encodeURIComponent(search)}&$orderby=displayName`;
}

/** SECURITY: a link is followed only where it stays under the connection's own root, for the token goes with it. */
function pathOf(link: string, connection: Connection): string {
  const root = `${connection.graphUrl.replace(/\/$/, '')}/${connection.version}`;
  if (!link.startsWith(`${root}/`)) throw new KeydeskError('graph-malformed', { path: 'nextLink' });
  return link.slice(root.length);
}
