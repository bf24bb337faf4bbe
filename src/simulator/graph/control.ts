import { z } from 'zod';
import { type Answer, GraphRefusal } from './answers.ts';
import { type FaultQueue, faultSchema } from './faults.ts';
import { policyChangeSchema, type TenantState, userChangeSchema } from './state.ts';
import type { Tenant } from './tenant.ts';

/** Below this path stand the hands of whoever runs the simulator; Graph has nothing there. */
export const CONTROL = '/simulator/';

export interface Controlled {
  tenant: Tenant;
  state: TenantState;
  faults: FaultQueue;
}

const newUsersSchema = z.strictObject({ add: z.number().int().min(1).max(1000) });
const faultsSchema = z.array(faultSchema);

/**
 * Faults, policy and users from outside, for checks of other processes: POST (an array) and DELETE /simulator/faults; GET
 * and PATCH /simulator/policy; POST /simulator/users {add}; PATCH and DELETE /simulator/users/{id}. @throws GraphRefusal
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
    case 'POST users':
      return { status: 201, body: { value: tenant.addUsers(read(newUsersSchema, body).add) } };
    case 'PATCH users/':
      return changed(tenant.changeUser(name ?? '', read(userChangeSchema, body)));
    case 'DELETE users/':
      return changed(tenant.removeUser(name ?? ''));
    default:
      throw new GraphRefusal(
        404,
        'notFound',
        'POST, DELETE faults; GET, PATCH policy; POST users; PATCH, DELETE users/ID',
      );
  }
}

function changed(found: boolean): Answer {
  if (!found) throw new GraphRefusal(404, 'notFound', 'There is no such user.');
  return { status: 204 };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const { success, data, error } = schema.safeParse(body);
  if (!success) throw new GraphRefusal(400, 'badRequest', z.prettifyError(error));
  return data;
}
