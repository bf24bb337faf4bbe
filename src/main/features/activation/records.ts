import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { publish } from '../../services/events/events.ts';
import { finishActivation } from './finishActivation.ts';
import type { Permit } from './permit.ts';
import type { Sitting } from './sittings.ts';
import type { ActivationTable } from './tables.ts';

export type ActivationRow = Selectable<ActivationTable>;

/** Which keys users have activated. */
export interface ActivationRecords {
  /** The user's activation of this very key. Undefined for a key that cannot be told from others of its model. */
  find(tenant: string, userId: string, key: InventoryKey): Promise<ActivationRow | undefined>;
  /**
   * The user's latest activation of a key of this model that led to no passkey yet. It may have been another key, so it proves
   * nothing about this one.
   */
  unfinished(tenant: string, userId: string, key: InventoryKey): Promise<ActivationRow | undefined>;
  /**
   * Notes in the activity log that an unfinished activation goes on with this key, which may be another one of its model. The
   * workflows already have the event of this activation, so no other one is published.
   */
  goOn(
    row: ActivationRow,
    key: PluggedKey,
    at: Place,
    proof: Sitting['proof'],
    confirm: Permit['confirm'],
  ): Promise<void>;
  /** Notes that the activation leads to this assignment, before its passkey is made. */
  leadsTo(row: ActivationRow, assignmentId: string): Promise<void>;
  /**
   * Notes it, in the activity log too, and publishes `security-key.activated`: all or nothing.
   * @param confirm checks in the same transaction that the user may still activate a key
   */
  begin(sitting: Sitting, key: PluggedKey, at: Place, confirm: Permit['confirm']): Promise<ActivationRow>;
  /** The passkey that was made for the user on an activated key since then; null without. */
  passkey(row: ActivationRow): Promise<{ displayName: string } | null>;
  /** The passkey is made: the user's code is used up, unless the activation was finished before. */
  finish(row: ActivationRow): Promise<void>;
}

/** A key of the inventory, and where it is plugged in. */
type PluggedKey = InventoryKey & { readonly keyId: string };

/** Where a key is activated. */
interface Place {
  readonly tenant: string;
  /** The name of the computer. */
  readonly station: string;
}

interface Facts {
  readonly station: string;
  readonly proof: Sitting['proof'];
  readonly continued?: true;
}

export interface ActivationRecordParts {
  database: Store['database'];
  activity: Pick<Activity, 'recordIn' | 'note'>;
}

export function createActivationRecords(parts: ActivationRecordParts): ActivationRecords {
  const { database } = parts;
  return {
    find: (tenant, userId, key) => findActivation(database, tenant, userId, key),
    unfinished: (tenant, userId, key) =>
      activationsOf(database, tenant, userId)
        .where('security_key_id', 'is', null)
        .where('key_aaguid', '=', key.aaguid)
        .where('finished_at', 'is', null)
        .executeTakeFirst(),
    goOn: (row, key, { station }, proof, confirm) =>
      goOn(parts, row, key, { station, proof, continued: true }, confirm),
    leadsTo: async ({ id: activation_id }, assignment_id) => {
      await database
        .insertInto('activation_assignment')
        .values({ assignment_id, activation_id })
        .onConflict(conflict => conflict.column('assignment_id').doUpdateSet({ activation_id }))
        .execute();
    },
    begin: (sitting, key, at, confirm) => beginActivation(parts, sitting, key, at, confirm),
    passkey: row => passkeyOf(database, row),
    finish: row => finishActivation(database, row),
  };
}

function activationsOf(database: Store['database'], tenant: string, userId: string) {
  return database
    .selectFrom('activation')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('user_id', '=', userId)
    .orderBy('activated_at', 'desc');
}

async function findActivation(
  database: Store['database'],
  tenant: string,
  userId: string,
  key: InventoryKey,
): Promise<ActivationRow | undefined> {
  // SECURITY: two keys of one model may have nothing that tells them apart, and an activation is of one key.
  if (key.identifiedBy === 'model') return undefined;
  return activationsOf(database, tenant, userId)
    .where(of =>
      of.or([
        of('security_key_id', '=', key.id),
        // A key that only its passkey identifies could not be identified before the passkey was made.
        of.exists(
          of
            .selectFrom('activation_assignment')
            .innerJoin('assignment', 'assignment.id', 'activation_assignment.assignment_id')
            .select('assignment.id')
            .whereRef('activation_assignment.activation_id', '=', 'activation.id')
            .where('assignment.security_key_id', '=', key.id),
        ),
      ]),
    )
    .executeTakeFirst();
}

async function goOn(
  { database, activity }: ActivationRecordParts,
  row: ActivationRow,
  key: PluggedKey,
  facts: Facts,
  confirm: Permit['confirm'],
): Promise<void> {
  await database.write(async transaction => {
    // Written first: no other process can change the code until this is committed.
    await recordIn(activity, transaction, row, key, facts);
    await confirm(transaction);
  });
  activity.note();
}

async function beginActivation(
  { database, activity }: ActivationRecordParts,
  { user, proof, codeId }: Sitting,
  key: PluggedKey,
  { tenant, station }: Place,
  confirm: Permit['confirm'],
): Promise<ActivationRow> {
  const row: ActivationRow = {
    id: randomUUID(),
    tenant,
    user_id: user.id,
    user_principal_name: user.userPrincipalName,
    security_key_id: key.identifiedBy === 'model' ? null : key.id,
    key_aaguid: key.aaguid,
    key_serial: key.serial,
    station,
    proof,
    code_id: codeId,
    activated_at: new Date().toISOString(),
    finished_at: null,
  };
  await database.write(async transaction => {
    await transaction.insertInto('activation').values(row).execute();
    await confirm(transaction);
    await publish(transaction, {
      type: 'security-key.activated',
      tenant,
      user,
      data: { activationId: row.id, keyAaguid: key.aaguid, keySerial: key.serial, station, proof },
    });
    await recordIn(activity, transaction, row, key, { station, proof });
  });
  activity.note();
  return row;
}

async function passkeyOf(database: Store['database'], { id }: ActivationRow): Promise<{ displayName: string } | null> {
  const row = await database
    .selectFrom('activation_assignment')
    .innerJoin('assignment', 'assignment.id', 'activation_assignment.assignment_id')
    .select('passkey_name')
    .where('activation_id', '=', id)
    .where('state', '=', 'active')
    .orderBy('assignment.activated_at', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : { displayName: row.passkey_name ?? '' };
}

function recordIn(
  activity: ActivationRecordParts['activity'],
  transaction: Transaction,
  row: ActivationRow,
  key: PluggedKey,
  facts: Facts,
): ReturnType<Activity['recordIn']> {
  return activity.recordIn(transaction, {
    kind: 'key-activated',
    user: { id: row.user_id, userPrincipalName: row.user_principal_name },
    key: {
      id: key.keyId,
      aaguid: key.aaguid ?? undefined,
      serial: key.serial ?? undefined,
      product: key.product ?? undefined,
    },
    facts: { activationId: row.id, ...facts },
  });
}
