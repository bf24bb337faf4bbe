import { z } from 'zod';
import { hasCode } from '../../../contract/errors/failure.ts';
import { eachUserText } from '../../../contract/users/schema.ts';
import { entriesOf } from './entries.ts';
import { type GraphTarget, rootOf } from './graphTarget.ts';
import { pathOfLink } from './links.ts';
import { booleanOrText, optionalLink, wholeNumber } from './members.ts';
import type { Requests } from './requests.ts';
import { USER_SELECT } from './users.ts';

/** The content differs and does not matter. If the member exists, the object was deleted. */
const removed = z.union([z.looseObject({}), z.string(), z.literal(true)]).nullish();
const change = z.string().nullish();
/**
 * A user in a delta round: complete, `@removed`, or only changed members. Null members are empty. A missing member is
 * unchanged in a round of changes. In a full round it is empty, because Graph leaves out members that were never set
 * (graph.md, 6).
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
/** A group in a delta round. Graph sends a large group several times, each time with some of its members. */
export type GroupNews = z.infer<typeof groupNewsSchema>;

const registrationSchema = z.object({
  id: z.string().min(1),
  isAdmin: booleanOrText.nullish(),
  methodsRegistered: z.array(z.unknown()).nullish(),
});
/** The methods that each user has registered, from the report. Null and missing members are unknown. */
export type Registration = z.infer<typeof registrationSchema>;

/**
 * One page. `next` continues the round. Only the last page has `delta`, which begins the next round: a round without it
 * is not complete. Both are paths without the version, so that they stay valid if the tenant's address changes.
 */
export interface DirectoryPage<T> {
  readonly items: readonly T[];
  /** The number of unreadable entries. If it is not 0, the page is not complete. */
  readonly leftOut: number;
  readonly next: string | undefined;
  readonly delta: string | undefined;
}

interface PageOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the directory in bulk (graph.md, 6). A link of an earlier response continues there. Without a link, a new round
 * begins.
 */
export interface DeltaCalls {
  /** @throws KeydeskError graph-delta-expired if everything must be read again, graph-… */
  users(link: string | undefined, options?: PageOptions): Promise<DirectoryPage<UserNews>>;
  /** @throws KeydeskError graph-delta-expired, graph-… */
  groups(link: string | undefined, options?: PageOptions): Promise<DirectoryPage<GroupNews>>;
  /** Returns the number of users. @throws KeydeskError graph-… */
  countUsers(options?: PageOptions): Promise<number>;
  /**
   * Always reads all users except disabled ones, because the report has no delta. A page without `next` is the last
   * one.
   * @throws KeydeskError graph-delta-expired for a link that is too old, graph-license-missing without Entra ID P1 or
   * P2, graph-…
   */
  registrations(link: string | undefined, options?: PageOptions): Promise<DirectoryPage<Registration>>;
}

/** The largest page size of Graph. */
const PAGE_SIZE = 999;
const USERS = `/users/delta?$select=${USER_SELECT}`;
/** The properties of a group that an import reads. */
export const GROUP_SELECT = 'id,displayName,members';
const GROUPS = `/groups/delta?$select=${GROUP_SELECT}`;
const COUNT = '/users?$select=id&$top=1&$count=true';
/** These options are not documented for the report, but Graph accepts them. They make an import ten times shorter. */
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
