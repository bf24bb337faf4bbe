import type { DatabaseSync } from 'node:sqlite';
import { onlyNames, type TenantNames } from '../../../base/store/tenantNames.ts';

/**
 * Finds the row of a tenant by any name that it has had. `directory.db` and `keydesk.db` cannot change together: once keydesk.db has the id
 * of a tenant, the row is found by it, whether or not the row has its new key yet. If two connections to one tenant made two rows, the one
 * that was read last counts.
 */
export class TenantKeys {
  readonly #names: () => TenantNames;
  readonly #find;

  /** @param names called each time, because keydesk.db may be created after the directory */
  constructor(db: DatabaseSync, names: () => TenantNames = () => onlyNames) {
    this.#names = names;
    this.#find = db.prepare(
      `SELECT * FROM tenants WHERE key IN (SELECT value FROM json_each(?1))
       ORDER BY users_at IS NULL, users_at DESC, key = ?2 DESC, n`,
    );
  }

  current(key: string): string {
    return this.#names().current(key);
  }

  /** Returns the rows of a tenant, its own first, each with the tenant's current name as its key. */
  rows<T>(key: string): (T & { readonly key: string })[] {
    const [current = key, ...others] = this.#names().all(key);
    return this.#find
      .all(JSON.stringify([current, ...others]), current)
      .map(row => ({ ...row, key: current }) as unknown as T & { readonly key: string });
  }

  row<T>(key: string): (T & { readonly key: string }) | undefined {
    return this.rows<T>(key)[0];
  }
}
