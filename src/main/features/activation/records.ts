import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import type { Store } from '../../base/store/database.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { publish } from '../../services/events/events.ts';
import { finishActivation } from './finishActivation.ts';
import type { Permit } from './permit.ts';
import type { Sitting } from './sittings.ts';
import type { ActivationTable } from './tables.ts';

export type ActivationRow = Selectable<ActivationTable>;

/** The record of keys that users have activated. */
export interface ActivationRecords {
  /** Returns the user's activation of this key. Undefined for a key that cannot be distinguished from others of its model. */
  find(tenant: string, userId: string, key: InventoryKey): Promise<ActivationRow | undefined>;
  /**
   * Returns the user's latest activation of a key of this model that has not led to a passkey yet. It may have been another key, so it
   * proves nothing about this one.
   */
  unfinished(tenant: string, userId: string, key: InventoryKey): Promise<ActivationRow | undefined>;
  /**
   * Records in the activity log that an unfinished activation continues with this key, which may be another key of the model. Publishes no
   * event, because the workflows already have the event of this activation.
   */
  goOn(
    row: ActivationRow,
    key: PluggedKey,
    at: Place,
    proof: Sitting['proof'],
    confirm: Permit['confirm'],
  ): Promise<void>;
  /** Records the assignment of an activation, before its passkey is created. */
  leadsTo(row: ActivationRow, assignmentId: string): Promise<void>;
  /**
   * Records an activation, also in the activity log, and publishes `security-key.activated`, in one transaction.
   * @param confirm checks in the same transaction that the user may still activate a key
   */
  begin(sitting: Sitting, key: PluggedKey, at: Place, confirm: Permit['confirm']): Promise<ActivationRow>;
  /** Returns the passkey that was created for the user on an activated key since then; null if there is none. */
  passkey(row: ActivationRow): Promise<{ displayName: string } | null>;
  /** Call when the passkey is registered. Marks the user's code as used, unless the activation was finished before. */
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
  // SECURITY: two keys of one model may be indistinguishable, but an activation belongs to one key.
  if (key.identifiedBy === 'model') return undefined;
  return activationsOf(database, tenant, userId)
    .where(of =>
      of.or([
        of('security_key_id', '=', key.id),
        // A key that only its passkey identifies could not be identified before the passkey was created.
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
    // This write comes first: until the commit no other process can change the code.
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
    activated_at: isoNow(database),
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
