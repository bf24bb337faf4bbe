import { implement } from '@orpc/server';
import { usersContract } from '../../../contract/users/procedures.ts';
import type { Directory } from './directory.ts';

/** Users as Microsoft Graph returns them. */
export function usersProcedures(bind: () => Directory) {
  const os = implement(usersContract);
  return os.router({
    search: os.search.handler(({ input, signal }) => bind().search(input.query, input.next, signal)),
    get: os.get.handler(({ input, signal }) => bind().get(input.user, signal)),
  });
}
