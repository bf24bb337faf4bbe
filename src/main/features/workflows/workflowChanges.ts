import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { countedByDefault, type WorkflowInput } from '../../../contract/workflows/schema.ts';
import { type Database, isoNow, type Transaction } from '../../base/store/transactions.ts';
import { findWorkflow } from './workflowRows.ts';

/** The number of the newest event. A workflow handles the events after it. */
export const newestEvent = sql<number>`coalesce((SELECT max(seq) FROM event), 0)`;

/** Creates a workflow, which handles the events from now on. Returns its id. */
export async function createWorkflow(
  database: Database,
  tenant: string,
  draft: WorkflowInput,
  enabled: boolean,
): Promise<string> {
  const id = randomUUID();
  const at = isoNow(database);
  await database.write(async transaction => {
    await transaction
      .insertInto('workflow')
      .values({
        id,
        tenant,
        version: 1,
        enabled: enabled ? 1 : 0,
        since: newestEvent,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await addVersion(transaction, id, 1, draft);
  });
  return id;
}

/** Adds a version to a workflow. @throws KeydeskError workflow-not-found */
export async function editWorkflow(
  database: Database,
  tenant: string,
  id: string,
  draft: WorkflowInput,
): Promise<void> {
  await database.write(async transaction => {
    await findWorkflow(transaction, tenant, id);
    const { version } = await transaction
      .updateTable('workflow')
      .set(of => ({ version: of('version', '+', 1), updated_at: isoNow(transaction) }))
      .where('id', '=', id)
      .returning('version')
      .executeTakeFirstOrThrow();
    await addVersion(transaction, id, version, draft);
  });
}

/** Enables, disables or deletes a workflow. An enabled workflow handles the events from now on. @throws KeydeskError workflow-not-found */
export async function changeWorkflow(
  database: Database,
  tenant: string,
  id: string,
  set: Partial<{ enabled: number; deleted_at: string }>,
): Promise<void> {
  await database.write(async transaction => {
    const { enabled } = await findWorkflow(transaction, tenant, id);
    if (enabled === set.enabled) return;
    await transaction
      .updateTable('workflow')
      .set({ ...set, updated_at: isoNow(transaction), ...(set.enabled === 1 ? { since: newestEvent } : {}) })
      .where('id', '=', id)
      .execute();
  });
}

/** Begins a pass over all users. @throws KeydeskError workflow-not-found, workflow-disabled */
export function beginPass(database: Database, tenant: string, id: string): Promise<void> {
  return database.write(async transaction => {
    const { n, version, enabled } = await findWorkflow(transaction, tenant, id);
    if (enabled === 0) throw new KeydeskError('workflow-disabled', { id });
    // Another Keydesk may have requested a pass at the same time. One pass that has not started yet serves both.
    const waiting = await transaction
      .selectFrom('workflow_pass')
      .select('id')
      .where('workflow_n', '=', n)
      .where('version', '=', version)
      .where('place', '=', 0)
      .where('finished_at', 'is', null)
      .executeTakeFirst();
    if (waiting !== undefined) return;
    await transaction
      .insertInto('workflow_pass')
      .values({ id: randomUUID(), workflow_n: n, version, started_at: isoNow(transaction) })
      .execute();
  });
}

async function addVersion(
  transaction: Transaction,
  id: string,
  version: number,
  { group, counted = countedByDefault, ...draft }: WorkflowInput,
): Promise<void> {
  await transaction
    .insertInto('workflow_version')
    .values({
      workflow_id: id,
      version,
      ...draft,
      counted: counted.join(' '),
      group_id: group?.id ?? null,
      group_name: group?.name ?? null,
      created_at: isoNow(transaction),
    })
    .execute();
}
