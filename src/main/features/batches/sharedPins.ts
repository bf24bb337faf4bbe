import { sql } from 'kysely';
import type { Sealer } from '../../base/sealer.ts';
import type { Database } from '../../base/store/transactions.ts';
import { sealNamed, unsealNamed } from '../../services/auth/sealed.ts';
import { readPiece, type SharedSecrets } from '../../services/deskKeys/sharedSecrets.ts';

/** Returns the name under which the PIN of a row is sealed. */
export function batchPinName(rowId: string): string {
  return `batch-pin/${rowId}`;
}

/** The PINs of rows, for other desks of a shared record. */
export function sharedPins(database: Database, sealer: Sealer | null): SharedSecrets {
  return {
    rows: (where, after) => {
      const kept = sql`SELECT row_id AS id, ${batchPinName('')} || row_id AS name, sealed, copies FROM batch_pin
        WHERE expires_at >= ${Date.now()}`;
      return readPiece(database, kept, where, after);
    },
    openHere: async ({ name, sealed }) => {
      if (sealer === null || sealed === null) return undefined;
      // Most rows are of other desks.
      return unsealNamed(sealer, name, sealed).catch(() => undefined);
    },
    writeCopies: async (transaction, { id, sealed, copies: before }, copies) => {
      await transaction
        .updateTable('batch_pin')
        .set({ copies })
        .where('row_id', '=', id)
        .where('sealed', 'is', sealed)
        .where('copies', '=', before)
        .execute();
    },
    keepHere: async ({ id, name }, text) => {
      if (sealer === null) return;
      const sealed = await sealNamed(sealer, name, text);
      await database.updateTable('batch_pin').set({ sealed }).where('row_id', '=', id).execute();
    },
  };
}
