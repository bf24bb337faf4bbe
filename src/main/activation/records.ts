import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { InventoryKey } from '../../contract/inventory.ts';
import { publish } from '../events/events.ts';
import type { Store } from '../store/database.ts';
import type { ActivationTable } from '../store/tables/activation.ts';
import type { Sitting } from './sittings.ts';

export type ActivationRow = Selectable<ActivationTable>;

/** Which keys users have activated. */
export interface ActivationRecords {
  /** The user's activation of this very key; of its model, where it cannot be told from others. */
  find(tenant: string, userId: string, key: InventoryKey): Promise<ActivationRow | undefined>;
  /** Notes it and publishes `security-key.activated`, both or neither. */
  begin(tenant: string, sitting: Sitting, key: InventoryKey, station: string): Promise<ActivationRow>;
  /** The passkey is made: the code that proved the user is used up. */
  finish(row: ActivationRow): Promise<void>;
}

export function openActivationRecords({ database }: Pick<Store, 'database'>): ActivationRecords {
  return {
    find: (tenant, userId, key) => {
      const rows = database
        .selectFrom('activation')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('user_id', '=', userId)
        .orderBy('activated_at', 'desc');
      const same =
        key.identifiedBy === 'model'
          ? rows.where('key_aaguid', '=', key.aaguid).where('finished_at', 'is', null)
          : rows.where('security_key_id', '=', key.id);
      return same.executeTakeFirst();
    },
    begin: async (tenant, { user, proof, codeId }, key, station) => {
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
      await database.transaction().execute(async transaction => {
        await transaction.insertInto('activation').values(row).execute();
        await publish(transaction, {
          type: 'security-key.activated',
          tenant,
          user,
          data: { activationId: row.id, keyAaguid: key.aaguid, keySerial: key.serial, station, proof },
        });
      });
      return row;
    },
    finish: async row => {
      const now = new Date().toISOString();
      await database.transaction().execute(async transaction => {
        await transaction.updateTable('activation').set({ finished_at: now }).where('id', '=', row.id).execute();
        if (row.code_id === null) return;
        await transaction
          .updateTable('activation_code')
          .set({ used_at: now })
          .where('id', '=', row.code_id)
          .where('used_at', 'is', null)
          .execute();
      });
    },
  };
}
