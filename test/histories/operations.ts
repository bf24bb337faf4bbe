import { randomUUID } from 'node:crypto';
import { osUser } from '../../src/main/base/actor.ts';
import type { Instance } from '../../src/main/base/store/instance.ts';
import type { Database, Transaction } from '../../src/main/base/store/transactions.ts';
import { createCodes } from '../../src/main/features/activation/codes.ts';
import { freePurpose, liveOf, waiting } from '../../src/main/features/assignments/live.ts';
import { insertAssignment, moveAssignment } from '../../src/main/features/assignments/moves.ts';
import { claimRow, moveRow } from '../../src/main/features/batches/moves.ts';
import { noteSeen } from '../../src/main/features/inventory/records.ts';
import type { EngineHost } from '../../src/main/features/workflows/engineHost.ts';
import type { Activity } from '../../src/main/services/activity/activity.ts';
import { publish } from '../../src/main/services/events/events.ts';
import { BATCH, codeId, TENANT, userOf } from './names.ts';
import { CODES, KEYS, type OperationName } from './plan.ts';

/** The parts of a desk that operations work with. */
export interface OperationParts {
  readonly database: Database;
  readonly instance: Instance;
  readonly activity: Activity;
  /** Undefined if the desk runs no workflows. */
  readonly engine: EngineHost | undefined;
}

export interface Operation {
  readonly id: string;
  readonly user: number;
  readonly item: number;
}

/** Refuses an operation by a rule of Keydesk. */
export class Refused extends Error {}

type Run = (parts: OperationParts, operation: Operation) => Promise<string | undefined>;

/** What a desk does, by Keydesk's own state machines. Returns what was taken, if something was. */
export const operations: Readonly<Record<OperationName, Run>> = {
  /** A station has activated a key: an event that sets off workflows. */
  activate: async ({ database }, { id, user }) => {
    await database.write(async transaction => {
      await activated(transaction, id, user);
      await noteHere(transaction, id);
    });
    return undefined;
  },
  enroll,
  /** A key is reported lost, and its passkeys are revoked. */
  lost: async ({ database }, { id, item, user }) => {
    await database.write(async transaction => {
      const key = await noteSeen(transaction, identity(item), { product: 'Key' }, undefined);
      await transaction.updateTable('security_key').set({ mark: 'lost' }).where('id', '=', key.id).execute();
      const rows = transaction.selectFrom('assignment').selectAll().where('security_key_id', '=', key.id);
      for (const row of await rows.where('state', '=', 'active').execute())
        await moveAssignment(transaction, row, 'revoked', { reason: 'key-lost', deletion: 'due' });
      await marked(transaction, id, user);
    });
    return undefined;
  },
  /** A user with a code sits down at a station. Two may have the same code. */
  code: async ({ database, instance }, { id, item, user }) => {
    const time = { now: Date.now, decide: async () => Date.now() };
    const codes = createCodes({ database, instance, time, station: 'station' });
    const code = codeId(item % CODES);
    await codes.claim(code, id);
    await database.write(async transaction => {
      await codes.confirm(transaction, code, id);
      const used = { used_at: new Date().toISOString() };
      await transaction.updateTable('activation_code').set(used).where('id', '=', code).execute();
      await activated(transaction, id, user);
      await noteHere(transaction, id);
    });
    return code;
  },
  /** The next row of a batch is taken for a key. */
  row: async ({ database, instance }) => {
    const row = await claimRow(database, BATCH, { serial: undefined, identity: undefined }, instance.id);
    if (row === undefined) return undefined;
    await moveRow(database, row.id, 'done', { instance: '', ended_at: new Date().toISOString() });
    return row.id;
  },
  log: async ({ activity }, { id }) => {
    activity.record({ kind: 'settings-changed', facts: { id } });
    return undefined;
  },
  engine: async ({ engine }) => {
    await engine?.attend();
    return undefined;
  },
};

/** As an enrollment does: takes the user's waiting assignment or a new one, and then makes it active with the key. A key of somebody else is refused. */
async function enroll({ database, instance }: OperationParts, { id, user, item }: Operation): Promise<string> {
  const about = userOf(user);
  const row = await database.write(async transaction => {
    const live = await liveOf(transaction, TENANT, about.user_id);
    const found =
      waiting(live) ??
      (await insertAssignment(transaction, { ...about, tenant: TENANT, purpose: freePurpose(live), source: 'desk' }))
        .row;
    const start =
      found.state === 'failed'
        ? ((await moveAssignment(transaction, found, 'pending', { reason: 'retried' }))?.row ?? found)
        : found;
    const begun = { reason: 'enrolment-started', enrollment_id: id, instance: instance.id } as const;
    return (await moveAssignment(transaction, start, 'provisioning', begun))?.row;
  });
  if (row === undefined) throw new Refused('no assignment');
  return database.write(async transaction => {
    const key = await noteSeen(transaction, identity(item), { product: 'Key' }, undefined);
    const owner = await transaction
      .selectFrom('assignment')
      .select('user_id')
      .where('security_key_id', '=', key.id)
      .where('state', '=', 'active')
      .where('user_id', '<>', about.user_id)
      .executeTakeFirst();
    if (owner !== undefined) throw new Refused('the key of somebody else');
    const change = {
      reason: 'registered',
      security_key_id: key.id,
      method_id: id,
      credential_id: id,
      instance: '',
    } as const;
    if ((await moveAssignment(transaction, row, 'active', change)) === undefined) throw new Refused('taken');
    await marked(transaction, id, user);
    return key.id;
  });
}

const identity = (item: number) => ({ identity: `serial:1:2:SN${item % KEYS}`, identifiedBy: 'serial' }) as const;

function activated(transaction: Transaction, id: string, user: number): Promise<void> {
  const { user_id, user_principal_name } = userOf(user);
  return publish(transaction, {
    id,
    type: 'security-key.activated',
    tenant: TENANT,
    user: { id: user_id, userPrincipalName: user_principal_name },
    data: { station: 'station' } as never,
  });
}

/** An event that says that the operation is in the record, and a row of this desk alone that says the same here. */
async function marked(transaction: Transaction, id: string, user: number): Promise<void> {
  const { user_id, user_principal_name } = userOf(user);
  const at = new Date().toISOString();
  await transaction
    .insertInto('event')
    .values({ id, type: 'history', at, tenant: TENANT, user_id, user_principal_name, data: '{}' })
    .execute();
  await noteHere(transaction, id);
}

async function noteHere(transaction: Transaction, id: string): Promise<void> {
  const at = new Date().toISOString();
  await transaction.insertInto('document').values({ tenant: TENANT, name: id, json: '{}', fetched_at: at }).execute();
}

/** Adds what a history begins with: workflows that an activated key sets off, a batch, and activation codes. */
export async function furnish(database: Database, { codes, rows }: { codes: number; rows: number }): Promise<void> {
  const at = new Date().toISOString();
  await database.write(async transaction => {
    for (const n of [1, 2]) {
      const [id, common] = [`workflow-${n}`, { tenant: TENANT, version: 1, created_at: at }];
      await transaction
        .insertInto('workflow')
        .values({ ...common, id, enabled: 1, since: 0, updated_at: at, deleted_at: null })
        .execute();
      await transaction
        .insertInto('workflow_version')
        .values({
          workflow_id: id,
          version: 1,
          name: id,
          group_id: null,
          group_name: null,
          trigger: 'security-key-activated',
          existing: n === 1 ? 'skip' : 'backup',
          created_at: at,
        })
        .execute();
    }
    await transaction
      .insertInto('batch')
      .values({
        id: BATCH,
        tenant: TENANT,
        name: 'Batch',
        state: 'running',
        existing: 'skip',
        profile: null,
        created_at: at,
        updated_at: at,
      })
      .execute();
    for (let line = 1; line <= rows; line++) await addRow(transaction, line);
    for (let n = 0; n < codes; n++) await addCode(transaction, n);
  });
}

async function addRow(transaction: Transaction, line: number): Promise<void> {
  const empty = { error: null, key_product: null, key_serial: null, key_aaguid: null, method_id: null } as const;
  const unknown = { enrollment_id: null, note: null, started_at: null, ended_at: null, handed_over_at: null } as const;
  const about = { ...userOf(line), serial: null, name: null, profile: null, typed: `user${line}` };
  await transaction
    .insertInto('batch_row')
    .values({
      id: randomUUID(),
      batch_id: BATCH,
      line,
      place: line,
      state: 'waiting-for-key',
      ...about,
      ...empty,
      ...unknown,
    })
    .execute();
}

async function addCode(transaction: Transaction, n: number): Promise<void> {
  await transaction
    .insertInto('activation_code')
    .values({
      id: codeId(n),
      tenant: TENANT,
      ...userOf(n),
      salt: new Uint8Array(16),
      hash: new Uint8Array(32),
      created_at: new Date().toISOString(),
      // Clocks of desks are wrong by a day at most.
      expires_at: new Date(Date.now() + 10 * 24 * 3600_000).toISOString(),
      tries_left: 5,
      used_at: null,
      withdrawn_at: null,
    })
    .execute();
}

export const actors = { tenant: null, there: osUser(), elsewhere: osUser() };
