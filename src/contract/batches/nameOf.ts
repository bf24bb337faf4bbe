import type { BatchRow } from './schema.ts';

/** Returns the name of a row's user; what was typed if the user is not known yet. */
export function nameOf({ user, typed }: Pick<BatchRow, 'user' | 'typed'>): string {
  return user?.displayName ?? typed;
}
