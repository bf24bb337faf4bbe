import { z } from 'zod';
import { type GraphTarget, rootOf } from './graphTarget.ts';
import { pathOfLink } from './links.ts';
import { optionalLink, optionalList } from './members.ts';
import { everyItem } from './paging.ts';
import type { Requests } from './requests.ts';
import { userPath } from './users.ts';

const pageSchema = z.object({
  value: optionalList(z.object({ id: z.string().min(1) })),
  '@odata.nextLink': optionalLink,
});

const groupSchema = z.object({ displayName: z.string().min(1) });

export interface MembershipCalls {
  /** Returns the display name of a group. @throws KeydeskError graph-not-found, graph-… */
  groupName(group: string, options?: { signal?: AbortSignal | undefined }): Promise<string>;
  /**
   * Returns the ids of the groups that a user is in, directly or through other groups.
   * @throws KeydeskError user-not-found, graph-paging-stuck, graph-…
   */
  ofUser(user: string, options?: { signal?: AbortSignal | undefined }): Promise<string[]>;
}

/**
 * The header that an OData cast requires (learn.microsoft.com/graph/api/user-list-transitivememberof), in addition to
 * `$count=true`.
 */
const HEADERS = { ConsistencyLevel: 'eventual' };

export function membershipCalls(requests: Requests, target: GraphTarget): MembershipCalls {
  return {
    groupName: async (group, { signal } = {}) => {
      const path = `/groups/${encodeURIComponent(group)}?$select=id,displayName`;
      return (await requests.send({ path, signal }, groupSchema)).displayName;
    },
    ofUser: async (user, { signal } = {}) => {
      const first = `${userPath(user)}/transitiveMemberOf/microsoft.graph.group?$select=id&$top=999&$count=true`;
      const groups = await everyItem(async link => {
        const request = { path: link ?? first, headers: HEADERS, signal, subject: 'user', user } as const;
        const page = await requests.send(request, pageSchema);
        const next = page['@odata.nextLink'];
        return { items: page.value, next: next && pathOfLink(next, rootOf(target), target.version) };
      });
      return groups.map(({ id }) => id);
    },
  };
}
