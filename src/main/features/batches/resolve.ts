import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { BatchContext } from './context.ts';

/** Number of matches that are enough to see that a text does not name one user. */
const ENOUGH = 10;

/**
 * Returns the user whom a text names: by object id, user principal name, mail address or employee id, in the imported directory or else in
 * Entra.
 * @throws KeydeskError user-not-found, batch-user-ambiguous, graph-…
 */
export async function resolveUser(
  { imported, directory }: Pick<BatchContext, 'imported' | 'directory'>,
  typed: string,
  signal: AbortSignal,
): Promise<User> {
  const known = await imported.user(typed);
  if (known !== undefined && known.leftAt === null) return known;
  const filter = { search: typed, state: 'present', sort: 'name', descending: false } as const;
  const { rows } = await imported.users(filter, 0, ENOUGH);
  const named = onlyOne(
    rows.filter(user => isNamed(user, typed)),
    typed,
  );
  if (named !== undefined) return named;
  try {
    return await directory.get(typed, signal);
  } catch (error) {
    if (!hasCode(error, 'user-not-found')) throw error;
    const { users } = await directory.search(typed, undefined, signal);
    const found = onlyOne(
      users.filter(user => isNamed(user, typed)),
      typed,
    );
    if (found === undefined) throw error;
    return found;
  }
}

/** @throws KeydeskError batch-user-ambiguous */
function onlyOne<T extends User>(users: readonly T[], typed: string): T | undefined {
  if (users.length > 1) {
    const names = users.map(user => user.userPrincipalName).join(', ');
    throw new KeydeskError('batch-user-ambiguous', { user: typed, names });
  }
  return users[0];
}

function isNamed({ userPrincipalName, mail, employeeId }: User, typed: string): boolean {
  const wanted = typed.toLowerCase();
  return [userPrincipalName, mail, employeeId].some(name => name?.toLowerCase() === wanted);
}
