import { z } from 'zod';
import { type Documents, isYounger } from '../../base/store/documents.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { OptionalDirectory } from './optional.ts';

/** Returns the ids of a user's groups, direct and indirect, not older than `maxAge` in ms. */
export type GroupsOf = (userId: string, maxAge: number) => Promise<ReadonlySet<string>>;

/** Returns a function that reads memberships from the newest source: Graph's last answer for the user, the import, or Graph now. */
export function groupsOfUsers(
  tenant: Pick<BoundTenant, 'graph'>,
  imported: Pick<OptionalDirectory, 'state' | 'user' | 'groupsOf'>,
  documents: Documents,
  clock: () => number = Date.now,
): GroupsOf {
  return async (userId, maxAge) => {
    const document = {
      name: `groups/${userId}`,
      schema: z.array(z.string()),
      fetch: (signal: AbortSignal) => tenant.graph().memberships.ofUser(userId, { signal }),
    };
    const [{ groupsAt }, kept] = await Promise.all([imported.state(), documents.peek(document)]);
    const importedAt = groupsAt === null ? undefined : Date.parse(groupsAt);
    const newest = importedAt !== undefined && importedAt > (kept?.fetchedAt ?? 0) ? importedAt : undefined;
    if (newest !== undefined && isYounger(newest, clock(), maxAge) && (await imported.user(userId)) !== undefined) {
      const groups = await imported.groupsOf(userId);
      if (groups !== undefined) return new Set(groups.map(({ id }) => id));
    }
    return new Set((await documents.get(document, maxAge)).value);
  };
}
