import { implement } from '@orpc/server';
import { usersContract } from '../../../contract/users/procedures.ts';
import type { Directory } from './directory.ts';

/** Returns the procedures for users in Microsoft Graph. */
export function usersProcedures(scope: () => Directory) {
  const os = implement(usersContract);
  return os.router({
    search: os.search.handler(({ input, signal }) => scope().search(input.query, input.next, signal)),
    get: os.get.handler(({ input, signal }) => scope().get(input.user, signal)),
  });
}
