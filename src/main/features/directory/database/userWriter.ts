import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts } from '../../../../contract/directory/schema.ts';
import type { UserNews } from '../../../services/graph/delta.ts';
import { now } from './now.ts';
import { nothingCounted, type TenantRow } from './tenantRow.ts';
import { fieldsAfter, sameFields, valuesOf } from './userNews.ts';
import { type StoredUser, userStatements } from './userStatements.ts';

type UserCounts = ImportCounts & { returned: number };

/** A page of users that is being written. */
interface UserPage {
  readonly tenant: TenantRow;
  /** Whether this is a full round, in which a missing member means empty. In a round of changes it means unchanged. */
  readonly whole: boolean;
  readonly at: string;
  readonly counts: UserCounts;
}

/** Returns a function that writes a page of users. */
export function userWriter(db: DatabaseSync) {
  const statements = userStatements(db);

  /** Adds a user. Returns false if the table has the user. */
  const add = (news: UserNews, { tenant, at, counts }: UserPage): boolean => {
    const values = valuesOf(fieldsAfter(news, undefined, true));
    const { n, import: running, generation } = tenant;
    const row = statements.insert(Object.assign(values, { tenant: n, id: news.id, import: running, at, generation }));
    if (row.changes === 0) return false;
    statements.index.run(row.lastInsertRowid, values.search);
    counts.new++;
    return true;
  };

  const leave = (stored: StoredUser | undefined, { at, counts }: UserPage) => {
    if (stored === undefined || stored.left_at !== null) return;
    statements.leave.run({ at, n: stored.n });
    counts.left++;
  };

  const change = (news: UserNews, stored: StoredUser, { tenant, whole, at, counts }: UserPage) => {
    // A full round has each user once as a whole. If it has a user again, that is a change.
    const user = fieldsAfter(news, stored, whole && stored.seen < tenant.generation);
    if (stored.left_at === null && sameFields(stored, user)) {
      statements.meet.run(tenant.generation, stored.n);
      return;
    }
    const values = valuesOf(user);
    statements.update(Object.assign(values, { at, generation: tenant.generation, n: stored.n }));
    const { search } = values;
    if (search !== stored.search) {
      statements.unindex.run(stored.n, stored.search);
      statements.index.run(stored.n, search);
    }
    if (stored.left_at !== null) {
      statements.comeBack.run(tenant.n, stored.n);
      counts.returned++;
      return;
    }
    // A user whom this import added counts as new, whatever later pages say.
    if (stored.first_import !== tenant.import) counts.changed++;
  };

  const write = (news: UserNews, page: UserPage) => {
    const { tenant } = page;
    const removed = news['@removed'] != null;
    // During the first import nearly every user is new, so a lookup first would only cost time.
    if (tenant.users_at === null && !removed && add(news, page)) return;
    const stored = statements.find(tenant.n, news.id);
    if (removed) leave(stored, page);
    else if (stored === undefined) add(news, page);
    else change(news, stored, page);
  };

  return (tenant: TenantRow, items: readonly UserNews[], whole: boolean): UserCounts => {
    const page = { tenant, whole, at: now(), counts: { ...nothingCounted, returned: 0 } };
    for (const news of items) write(news, page);
    return page.counts;
  };
}
