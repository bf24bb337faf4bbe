import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import type { Store } from '../../base/store/database.ts';
import { disownName, keepOwnName, learnName, type NamedConnection } from '../../base/store/tenantNames.ts';
import type { ImportedDirectories } from '../directory/imported.ts';

export interface LearnedIdParts {
  readonly store: Pick<Store, 'database' | 'tenantNames'>;
  readonly imported: Pick<ImportedDirectories, 'rename'>;
  readonly log: (message: string) => void;
}

/**
 * Gives a connection a separate name for its rows if another connection has the same domain: they may belong to two tenants, for example in
 * two clouds. Rows get the tenant's id as soon as it is known.
 * @throws KeydeskError as Database.write
 */
export async function keepApart(
  { store }: Pick<LearnedIdParts, 'store'>,
  connection: NamedConnection,
  others: readonly NamedConnection[],
): Promise<void> {
  const { id, tenantId } = connection;
  const domain = tenantId.trim().toLowerCase();
  const isShared = others.some(other => other.id !== id && other.tenantId.trim().toLowerCase() === domain);
  if (!isShared || tenantId === '' || isTenantId(tenantId)) return;
  await keepOwnName(store.database, connection);
}

/**
 * Forgets the tenant id that a connection has learned for its domain. Call before the connection is changed to another cloud, where the
 * domain may belong to another tenant. Existing rows stay with their tenant.
 * @throws KeydeskError as Database.write
 */
export async function forgetLearned(
  { store }: Pick<LearnedIdParts, 'store'>,
  connection: NamedConnection,
): Promise<void> {
  const { tenantId } = connection;
  if (tenantId === '' || isTenantId(tenantId)) return;
  await store.database.write(transaction => disownName(transaction, connection));
}

/**
 * Records the id of a tenant that a person entered by its domain, or by its id in other letters. Triggers move all rows with that name to
 * the id in the same transaction (app/record/migrations/0033-tenant-names.ts). Afterwards the directory is found by either name. Each
 * import renames it again, so a failure here loses nothing. A second call changes nothing.
 * @throws KeydeskError as Database.write; as storageError.ts names it if a domain has moved to another tenant
 */
export async function learnedTenantId(
  { store, imported, log }: LearnedIdParts,
  connection: NamedConnection,
  id: string,
): Promise<void> {
  const { tenantId } = connection;
  if (tenantId === id || tenantId === '' || (isTenantId(tenantId) && tenantId.trim().toLowerCase() !== id)) return;
  const { id: before, typed } = store.tenantNames.of(connection);
  if (before === id) return;
  // If a domain has moved to another tenant, existing data stays with the tenant that the domain named before.
  if (before !== undefined) await imported.rename(before);
  await learnName(store.database, typed, { id, connection: connection.id });
  await imported.rename(id).catch(error => log(`directory: ${String(error)}`));
}
