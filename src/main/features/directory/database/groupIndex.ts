import type { DatabaseSync } from 'node:sqlite';

/**
 * Drops the index of groups by user during the first import. Updating it for hundreds of thousands of memberships costs more than writing
 * them, and nothing reads it so early.
 */
export function dropGroupIndex(db: DatabaseSync): void {
  const { any } = db.prepare('SELECT EXISTS (SELECT 1 FROM group_users) AS any').get() ?? {};
  if (any === 0) db.exec('DROP INDEX IF EXISTS group_users_user');
}

export function createGroupIndex(db: DatabaseSync): void {
  db.exec('CREATE INDEX IF NOT EXISTS group_users_user ON group_users (user_n)');
}
