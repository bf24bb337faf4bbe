import { z } from 'zod';
import { type Connection, rootOf } from './connection.ts';
import { pathOfLink } from './links.ts';
import type { Requests } from './requests.ts';
import { userPath } from './users.ts';

const pageSchema = z.object({
  value: z.array(z.object({ id: z.string().min(1) })),
  '@odata.nextLink': z.string().optional(),
});

export interface MembershipCalls {
  /** Ids of the groups that a user is in, directly or by other groups. @throws KeydeskError user-not-found, graph-… */
  ofUser(user: string, options?: { signal?: AbortSignal | undefined }): Promise<string[]>;
}

export function membershipCalls(requests: Requests, connection: Connection): MembershipCalls {
  return {
    ofUser: async (user, { signal } = {}) => {
      const ids: string[] = [];
      let path = `${userPath(user)}/transitiveMemberOf/microsoft.graph.group?$select=id&$top=999`;
      for (;;) {
        const page = await requests.send({ path, signal, subject: 'user', user }, pageSchema);
        ids.push(...page.value.map(({ id }) => id));
        const next = page['@odata.nextLink'];
        if (next === undefined) return ids;
        path = pathOfLink(next, rootOf(connection), connection.version);
      }
    },
  };
}
