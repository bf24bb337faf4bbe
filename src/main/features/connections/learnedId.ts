import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import type { Store } from '../../base/store/database.ts';
import { type NamedConnection, ownName } from '../../base/store/tenantNames.ts';
import type { ImportedDirectories } from '../directory/imported.ts';

export interface LearnedIdParts {
  readonly store: Pick<Store, 'database' | 'tenantNames'>;
  readonly imported: Pick<ImportedDirectories, 'rename'>;
  readonly log: (message: string) => void;
}

/**
 * Gives a connection a name of its own for all that is kept, where another one has the same domain: they may be of two tenants, in two
 * clouds for example. Once their ids are known it is what they are named by. @throws KeydeskError as Database.write
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
  const name = ownName(connection);
  await store.database
    .insertInto('tenant_name')
    .values({ name, id: name, connection: id, learned_at: new Date().toISOString() })
    .onConflict(conflict => conflict.doNothing())
    .execute();
}

/**
 * Forgets what a connection has learned of its domain, before it is made to lead elsewhere: there the domain may be another tenant's. What is
 * kept stays with the tenant that it was of. @throws KeydeskError as Database.write
 */
export async function forgetLearned(
  { store }: Pick<LearnedIdParts, 'store'>,
  connection: NamedConnection,
): Promise<void> {
  const { id, tenantId } = connection;
  if (tenantId === '' || isTenantId(tenantId)) return;
  const name = ownName(connection);
  await store.database.write(async transaction => {
    const known = await transaction
      .selectFrom('tenant_name')
      .select('name')
      .where('name', 'in', [tenantId, name])
      .execute();
    if (known.length === 0) return;
    const nobodys = { connection: NOBODY };
    await transaction
      .updateTable('tenant_name')
      .set(nobodys)
      .where('name', '=', tenantId)
      .where('connection', '=', id)
      .execute();
    await transaction
      .insertInto('tenant_name')
      .values({ name, id: name, connection: id, learned_at: new Date().toISOString() })
      .onConflict(conflict => conflict.column('name').doUpdateSet({ id: name }))
      .execute();
  });
}

/** In place of a connection's id: the name holds for what is kept, and for no connection. */
const NOBODY = '-';

/**
 * Notes the id of a tenant that a person entered by its domain, or by its id in other letters. All that is kept under that name goes
 * to the id with it, in one transaction (store/tables/tenantNames.ts). The directory is found by either name from then on; giving it
 * the new one is repeated with each import, so that a failure here loses nothing. May be called again, and changes nothing then.
 * @throws KeydeskError as Database.write; as storageError.ts names it where a domain has moved to another tenant
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
  // A domain that has moved to another tenant leaves what it had to the tenant that it named before.
  if (before !== undefined) await imported.rename(before);
  const row = { id, connection: connection.id, learned_at: new Date().toISOString() };
  await store.database
    .insertInto('tenant_name')
    .values({ name: typed, ...row })
    .onConflict(conflict => conflict.column('name').doUpdateSet(row))
    .execute();
  await imported.rename(id).catch(error => log(`directory: ${String(error)}`));
}
