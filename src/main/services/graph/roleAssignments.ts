import { z } from 'zod';
import { type GraphTarget, rootOf } from './graphTarget.ts';
import { pathOfLink } from './links.ts';
import { describingText, optionalLink, readableList } from './members.ts';
import { everyItem } from './paging.ts';
import type { Requests } from './requests.ts';

/** A directory role that somebody has now (learn.microsoft.com/graph/api/resources/unifiedroleassignment). */
export interface RoleAssignment {
  /** The object id of a user, a group, or the service principal of an app. */
  readonly principal: string;
  /** Whether the members of a group have the role. */
  readonly isGroup: boolean;
  /** The template id of the role, or the id of a custom role, in lower case. */
  readonly role: string;
  /** The administrative unit for which it is; null for the whole tenant. */
  readonly unit: string | null;
}

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface RoleCalls {
  /**
   * Returns who has which role, for the tenant or for an administrative unit. Roles for one app are left out.
   * @throws KeydeskError graph-forbidden without RoleManagement.Read.Directory or Directory.Read.All, graph-…
   */
  assignments(options?: CallOptions): Promise<RoleAssignment[]>;
  /** Returns the ids of the direct members. Groups that have roles contain no groups. @throws KeydeskError graph-… */
  membersOfGroup(group: string, options?: CallOptions): Promise<string[]>;
  /**
   * Returns the ids of the users and groups in a unit. A role for the unit does not cover the members of its groups.
   * @throws KeydeskError graph-forbidden without AdministrativeUnit.Read.All or Directory.Read.All, graph-…
   */
  membersOfUnit(unit: string, options?: CallOptions): Promise<string[]>;
}

const assignmentSchema = z
  .object({
    principalId: z.string().min(1),
    roleDefinitionId: z.string().min(1),
    directoryScopeId: z.string().min(1),
    principal: z.object({ '@odata.type': describingText }).nullish().catch(null),
  })
  .transform(({ principalId, roleDefinitionId, directoryScopeId, principal }) => ({
    principal: principalId,
    isGroup: principal?.['@odata.type'] === '#microsoft.graph.group',
    role: roleDefinitionId.toLowerCase(),
    scope: directoryScopeId,
  }));
const memberSchema = z.object({ id: z.string().min(1) }).transform(({ id }) => id);

const UNIT = /^\/administrativeUnits\/([^/]+)$/i;

export function roleCalls(requests: Requests, target: GraphTarget): RoleCalls {
  const every = <T>(first: string, item: z.ZodType<T>, signal: AbortSignal | undefined) => {
    const schema = z.object({ value: readableList(item), '@odata.nextLink': optionalLink });
    return everyItem(async link => {
      const page = await requests.send({ path: link ?? first, signal }, schema);
      const next = page['@odata.nextLink'];
      return { items: page.value, next: next && pathOfLink(next, rootOf(target), target.version) };
    });
  };
  const members = (of: string, signal: AbortSignal | undefined) =>
    every(`${of}/members?$select=id&$top=999`, memberSchema, signal);
  return {
    assignments: async ({ signal } = {}) => {
      const path = '/roleManagement/directory/roleAssignments?$expand=principal';
      const all = await every(path, assignmentSchema, signal);
      return all.flatMap(({ scope, ...assignment }) => {
        const unit = UNIT.exec(scope)?.[1] ?? null;
        return unit === null && scope !== '/' ? [] : [{ ...assignment, unit }];
      });
    },
    membersOfGroup: (group, { signal } = {}) => members(`/groups/${encodeURIComponent(group)}`, signal),
    membersOfUnit: (unit, { signal } = {}) =>
      members(`/directory/administrativeUnits/${encodeURIComponent(unit)}`, signal),
  };
}
