import { z } from 'zod';
import { type Answer, GraphRefusal } from './answers.ts';
import { behaviorChangeSchema } from './behavior.ts';
import { type FaultQueue, faultSchema } from './faults.ts';
import { policyChangeSchema, roleAssignmentSchema, type TenantState, unitSchema } from './state.ts';
import type { Tenant } from './tenant.ts';
import { userChangeSchema } from './user.ts';

/** Path prefix of the simulator's control interface. Graph has nothing there. */
export const CONTROL = '/simulator/';

export interface Controlled {
  tenant: Tenant;
  state: TenantState;
  faults: FaultQueue;
}

const newUsersSchema = z.strictObject({ add: z.number().int().min(1).max(1000) });
/** `methodsRegistered`: what the report returns besides registered security keys. */
const changedUserSchema = userChangeSchema.extend({ methodsRegistered: z.array(z.string()).optional() });
const faultsSchema = z.array(faultSchema);
const rolesSchema = z.array(roleAssignmentSchema);
const unitsSchema = z.array(unitSchema);

/**
 * Controls faults, policy, users and groups from other processes: POST (an array) and DELETE /simulator/faults; GET and
 * PATCH /simulator/policy and /simulator/behavior; POST /simulator/users {add}; PATCH and DELETE /simulator/users/{id};
 * DELETE /simulator/groups/{id}; PUT /simulator/roles and /simulator/units (arrays), which replace the directory roles
 * that were added and the administrative units; DELETE /simulator/links, which expires all links.
 * @throws GraphRefusal
 */
export function control({ tenant, state, faults }: Controlled, method: string, path: string, body: unknown): Answer {
  const [resource, name] = path.slice(CONTROL.length).split('/').map(decodeURIComponent);
  switch (`${method} ${resource}${name === undefined ? '' : '/'}`) {
    case 'POST faults':
      for (const fault of read(faultsSchema, body)) faults.add(fault);
      return { status: 204 };
    case 'DELETE faults':
      faults.clear();
      return { status: 204 };
    case 'GET policy':
      return { status: 200, body: state.policy };
    case 'PATCH policy':
      Object.assign(state.policy, read(policyChangeSchema, body));
      return { status: 200, body: state.policy };
    case 'GET behavior':
      return { status: 200, body: state.behavior };
    case 'PATCH behavior':
      Object.assign(state.behavior, read(behaviorChangeSchema, body));
      return { status: 200, body: state.behavior };
    case 'PUT roles':
      state.roleAssignments = read(rolesSchema, body);
      return { status: 204 };
    case 'PUT units':
      state.units = read(unitsSchema, body);
      return { status: 204 };
    case 'DELETE links':
      tenant.expireLinks();
      return { status: 204 };
    case 'DELETE groups/':
      return changed(tenant.removeGroup(name ?? ''), 'group');
    case 'POST users':
      return { status: 201, body: { value: tenant.addUsers(read(newUsersSchema, body).add) } };
    case 'PATCH users/':
      return changeUser(tenant, name ?? '', read(changedUserSchema, body));
    case 'DELETE users/':
      return changed(tenant.removeUser(name ?? ''));
    default:
      throw new GraphRefusal(
        404,
        'notFound',
        'POST, DELETE faults; GET, PATCH policy, behavior; PUT roles, units; POST users; PATCH, DELETE users/ID; DELETE groups/ID, links',
      );
  }
}

function changeUser(
  tenant: Tenant,
  name: string,
  { methodsRegistered, ...properties }: z.infer<typeof changedUserSchema>,
): Answer {
  if (methodsRegistered !== undefined) tenant.setOtherMethods(name, methodsRegistered);
  return changed(tenant.changeUser(name, properties));
}

function changed(found: boolean, what = 'user'): Answer {
  if (!found) throw new GraphRefusal(404, 'notFound', `There is no such ${what}.`);
  return { status: 204 };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (!success) throw new GraphRefusal(400, 'badRequest', z.prettifyError(error));
  return data;
}
