import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { InventoryKey } from '../../contract/inventory.ts';
import type { Activity } from '../activity/activity.ts';
import { publish } from '../events/events.ts';
import type { Store } from '../store/database.ts';
import type { AssignmentTable } from '../store/schema.ts';
import type { ActivationTable } from '../store/tables/activation.ts';
import type { Transaction } from '../store/transactions.ts';
import type { Permit } from './permit.ts';
import type { Sitting } from './sittings.ts';

export type ActivationRow = Selectable<ActivationTable>;

/** Which keys users have activated. */
export interface ActivationRecords {
  /** The user's activation of this very key; of its model, where it cannot be told from others. */
  find(tenant: string, userId: string, key: InventoryKey): Promise<ActivationRow | undefined>;
  /**
   * Notes it, in the activity log too, and publishes `security-key.activated`: all or nothing.
   * @param confirm checks in the same transaction that the user may still activate a key
   */
  begin(sitting: Sitting, key: PluggedKey, at: Place, confirm: Permit['confirm']): Promise<ActivationRow>;
  /** The passkey that was made for the user on an activated key since then; null without. */
  passkey(row: ActivationRow): Promise<{ displayName: string } | null>;
  /** The passkey is made: the user's code is used up. */
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

export interface ActivationRecordParts {
  database: Store['database'];
  activity: Pick<Activity, 'recordIn' | 'note'>;
}

export function openActivationRecords({ database, activity }: ActivationRecordParts): ActivationRecords {
  return {
    find: (tenant, userId, key) => {
      const rows = database
        .selectFrom('activation')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('user_id', '=', userId)
        .orderBy('activated_at', 'desc');
      if (key.identifiedBy === 'model') {
        return rows.where('key_aaguid', '=', key.aaguid).where('finished_at', 'is', null).executeTakeFirst();
      }
      // A key that is told by its passkey could not be told before it had one.
      return rows
        .where(of =>
          of.or([
            of('security_key_id', '=', key.id),
            of('security_key_id', 'is', null).and(
              of.exists(
                of
                  .selectFrom('assignment')
                  .select('assignment.id')
                  .whereRef('assignment.tenant', '=', 'activation.tenant')
                  .whereRef('assignment.user_id', '=', 'activation.user_id')
                  .whereRef('assignment.key_aaguid', '=', 'activation.key_aaguid')
                  .whereRef('assignment.activated_at', '>=', 'activation.activated_at')
                  .where('assignment.security_key_id', '=', key.id),
              ),
            ),
          ]),
        )
        .executeTakeFirst();
    },
    begin: async ({ user, proof, codeId }, key, { tenant, station }, confirm) => {
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
        await activity.recordIn(transaction, {
          kind: 'key-activated',
          user,
          key: { id: key.keyId, aaguid: key.aaguid ?? undefined, serial: key.serial ?? undefined },
          facts: { activationId: row.id, station, proof },
        });
      });
      activity.note();
      return row;
    },
    passkey: async ({ tenant, user_id, key_aaguid, security_key_id, activated_at }) => {
      const row = await database
        .selectFrom('assignment')
        .select('passkey_name')
        .where('tenant', '=', tenant)
        .where('user_id', '=', user_id)
        .where('state', '=', 'active')
        .where('key_aaguid', '=', key_aaguid)
        .where('activated_at', '>=', activated_at)
        .$if(security_key_id !== null, query => query.where('security_key_id', '=', security_key_id))
        .orderBy('activated_at', 'desc')
        .executeTakeFirst();
      return row === undefined ? null : { displayName: row.passkey_name ?? '' };
    },
    finish: row =>
      database.write(async transaction => {
        const finished_at = new Date().toISOString();
        const own = transaction.updateTable('activation').set({ finished_at }).where('id', '=', row.id);
        await own.where('finished_at', 'is', null).execute();
        await spendCodes(transaction, row);
      }),
  };
}

/**
 * A passkey has become active: the activation of its key that led to it is finished, in the same transaction. Whoever dies
 * afterwards leaves no code that opens anything.
 */
export async function finishActivations(
  transaction: Transaction,
  passkey: Pick<Selectable<AssignmentTable>, 'tenant' | 'user_id' | 'key_aaguid' | 'security_key_id'>,
): Promise<void> {
  const finished = await transaction
    .updateTable('activation')
    .set({ finished_at: new Date().toISOString() })
    .where('tenant', '=', passkey.tenant)
    .where('user_id', '=', passkey.user_id)
    .where('key_aaguid', '=', passkey.key_aaguid)
    .where('finished_at', 'is', null)
    .$if(passkey.security_key_id !== null, query =>
      query.where(of =>
        of.or([of('security_key_id', 'is', null), of('security_key_id', '=', passkey.security_key_id)]),
      ),
    )
    .returning('id')
    .execute();
  if (finished.length > 0) await spendCodes(transaction, passkey);
}

/** Another code may have taken the place of the one that the activation began with; no more than one is open. */
async function spendCodes(
  transaction: Transaction,
  { tenant, user_id }: Pick<ActivationRow, 'tenant' | 'user_id'>,
): Promise<void> {
  await transaction
    .updateTable('activation_code')
    .set({ used_at: new Date().toISOString() })
    .where('tenant', '=', tenant)
    .where('user_id', '=', user_id)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
}
