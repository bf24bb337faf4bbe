import { z } from 'zod';
import { hasCode } from '../../../contract/errors/failure.ts';
import { eachUserText } from '../../../contract/users/schema.ts';
import { entriesOf } from './entries.ts';
import { type GraphTarget, rootOf } from './graphTarget.ts';
import { pathOfLink } from './links.ts';
import { booleanOrText, optionalLink, wholeNumber } from './members.ts';
import type { Requests } from './requests.ts';
import { USER_SELECT } from './users.ts';

/** What is in it differs, and does not matter: that it is there says that the object is gone. */
const removed = z.union([z.looseObject({}), z.string(), z.literal(true)]).nullish();
const change = z.string().nullish();
/**
 * A user of a delta round: whole, or `@removed`, or changed members alone. Null ones are empty; absent ones are unchanged in a
 * round of changes, and empty in a full one, where Graph leaves out what was never set (graph.md, 6).
 */
const userNewsSchema = z.object({
  id: z.string().min(1),
  userPrincipalName: change,
  displayName: change,
  ...eachUserText(() => change),
  accountEnabled: booleanOrText.nullish(),
  userType: change,
  '@removed': removed,
});
export type UserNews = z.infer<typeof userNewsSchema>;

const memberNewsSchema = z.object({ '@odata.type': z.string().nullish(), id: z.string().min(1), '@removed': removed });
export type MemberNews = z.infer<typeof memberNewsSchema>;

const groupNewsSchema = z.object({
  id: z.string().min(1),
  displayName: change,
  'members@delta': z.array(memberNewsSchema).nullish(),
  '@removed': removed,
});
/** A group of a delta round; a large one comes several times, each with some of its members. */
export type GroupNews = z.infer<typeof groupNewsSchema>;

const registrationSchema = z.object({
  id: z.string().min(1),
  isAdmin: booleanOrText.nullish(),
  methodsRegistered: z.array(z.unknown()).nullish(),
});
/** Who has which methods, as the report in bulk tells it. Null and absent members tell nothing. */
export type Registration = z.infer<typeof registrationSchema>;

/**
 * One page. `next` continues the round; `delta`, on the last page alone, begins the round after it: a round without it is not
 * complete. Both are paths after the version, so that they hold wherever the tenant is reached.
 */
export interface DirectoryPage<T> {
  readonly items: readonly T[];
  /** How many entries could not be read: the page is not the complete picture. */
  readonly leftOut: number;
  readonly next: string | undefined;
  readonly delta: string | undefined;
}

interface PageOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The directory in bulk (graph.md, 6). A link of an earlier answer continues there; without one it begins anew. */
export interface DeltaCalls {
  /** @throws KeydeskError graph-delta-expired where everything must be read anew, graph-… */
  users(link: string | undefined, options?: PageOptions): Promise<DirectoryPage<UserNews>>;
  /** @throws KeydeskError graph-delta-expired, graph-… */
  groups(link: string | undefined, options?: PageOptions): Promise<DirectoryPage<GroupNews>>;
  /** How many users there are. @throws KeydeskError graph-… */
  countUsers(options?: PageOptions): Promise<number>;
  /**
   * Has no rounds of changes: always everybody but disabled users; a page without `next` is the last.
   * @throws KeydeskError graph-delta-expired for a link that is too old, graph-license-missing without Entra ID P1 or P2, graph-…
   */
  registrations(link: string | undefined, options?: PageOptions): Promise<DirectoryPage<Registration>>;
}

/** Graph's largest page. */
const PAGE_SIZE = 999;
const USERS = `/users/delta?$select=${USER_SELECT}`;
/** What an import reads of a group. */
export const GROUP_SELECT = 'id,displayName,members';
const GROUPS = `/groups/delta?$select=${GROUP_SELECT}`;
const COUNT = '/users?$select=id&$top=1&$count=true';
/** The options are not documented here, yet taken in the field, where they make an import ten times shorter. */
const REGISTRATIONS = '/reports/authenticationMethods/userRegistrationDetails';
const REGISTRATIONS_SHORT = `${REGISTRATIONS}?$select=id,isAdmin,methodsRegistered&$top=${PAGE_SIZE}`;

export function deltaCalls(requests: Requests, target: GraphTarget): DeltaCalls {
  const relative = (link: string | undefined) =>
    link === undefined ? undefined : pathOfLink(link, rootOf(target), target.version);
  const reader = <T>(first: string, item: z.ZodType<T>) => {
    const schema = z.object({
      value: z.array(z.unknown()).nullish(),
      '@odata.nextLink': optionalLink,
      '@odata.deltaLink': optionalLink,
    });
    return async (link: string | undefined, { signal }: PageOptions = {}): Promise<DirectoryPage<T>> => {
      const path = link ?? first;
      const headers = { Prefer: `odata.maxpagesize=${PAGE_SIZE}` };
      const subject = link === undefined ? 'delta' : 'delta-link';
      const page = await requests.send({ path, signal, headers, subject }, schema);
      const { '@odata.nextLink': next, '@odata.deltaLink': delta } = page;
      return { ...entriesOf(page.value ?? [], item), next: relative(next), delta: relative(delta) };
    };
  };
  const registrations = reader(REGISTRATIONS, registrationSchema);
  const shortRegistrations = reader(REGISTRATIONS_SHORT, registrationSchema);
  return {
    countUsers: async ({ signal } = {}) => {
      const headers = { ConsistencyLevel: 'eventual' };
      const answer = await requests.send({ path: COUNT, signal, headers }, z.object({ '@odata.count': wholeNumber }));
      return answer['@odata.count'];
    },
    users: reader(USERS, userNewsSchema),
    groups: reader(GROUPS, groupNewsSchema),
    registrations: async (link, options) => {
      try {
        return await shortRegistrations(link, options);
      } catch (error) {
        if (link !== undefined || !hasCode(error, 'graph-refused')) throw error;
        return registrations(link, options);
      }
    },
  };
}
