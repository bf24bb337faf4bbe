import type { DatabaseSync } from 'node:sqlite';
import { preparedRun } from '../../../base/store/statement.ts';
import { type StoredFields, userColumns, userFields } from './userColumns.ts';
import type { UserValues } from './userNews.ts';

/** A row of the table users, as `find` returns it. */
export interface StoredUser extends StoredFields {
  readonly n: number;
  readonly search: string;
  readonly left_at: string | null;
  /** The generation of the last full import that had the user. */
  readonly seen: number;
  /** The number of the import that brought the user. */
  readonly first_import: number;
}

/** Prepares the statements that write users. */
export function userStatements(db: DatabaseSync) {
  return {
    ...rowStatements(db),
    ...searchStatements(db),
    /** Records that a user who had left is back. */
    comeBack: db.prepare('INSERT INTO returns (tenant, user_n) VALUES (?, ?)'),
    /** Records that a round had the user unchanged. */
    meet: db.prepare('UPDATE users SET seen = ? WHERE n = ?'),
    leave: db.prepare('UPDATE users SET left_at = :at, changed_at = :at WHERE n = :n'),
  };
}

type NewUser = UserValues & { tenant: number; id: string; import: number | null; at: string; generation: number };
type ChangedUser = UserValues & { at: string; generation: number; n: number };

function rowStatements(db: DatabaseSync) {
  const columns = userFields.map(name => userColumns[name]);
  const find = db.prepare(
    `SELECT n, ${userFields.map(name => `${userColumns[name]} AS ${name}`).join(', ')}, search, left_at, seen, first_import
     FROM users WHERE tenant = ? AND id = ?`,
  );
  return {
    find: (tenant: number, id: string) => find.get(tenant, id) as unknown as StoredUser | undefined,
    insert: preparedRun<NewUser>(
      db,
      `INSERT INTO users (tenant, id, ${columns.join(', ')}, sort_key, search, first_import, first_seen_at, changed_at, seen)
       VALUES (:tenant, :id, ${userFields.map(name => `:${name}`).join(', ')}, :sortKey, :search, :import, :at, :at, :generation)
       ON CONFLICT DO NOTHING`,
    ),
    update: preparedRun<ChangedUser>(
      db,
      `UPDATE users SET ${userFields.map(name => `${userColumns[name]} = :${name}`).join(', ')}, sort_key = :sortKey,
         search = :search, changed_at = :at, left_at = NULL, seen = :generation WHERE n = :n`,
    ),
  };
}

/** The statements of the search's index, which needs the old text to delete an entry. */
function searchStatements(db: DatabaseSync) {
  return {
    index: db.prepare('INSERT INTO users_search (rowid, search) VALUES (?, ?)'),
    unindex: db.prepare("INSERT INTO users_search (users_search, rowid, search) VALUES ('delete', ?, ?)"),
  };
}
