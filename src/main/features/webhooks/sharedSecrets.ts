import { type RawBuilder, sql } from 'kysely';
import type { Sealer } from '../../base/sealer.ts';
import type { Database } from '../../base/store/transactions.ts';
import { sealNamed, unsealNamed } from '../../services/auth/sealed.ts';
import { readPiece, type SharedSecrets } from '../../services/deskKeys/sharedSecrets.ts';
import { WEBHOOK_SECRET } from './secrets.ts';

/** The secrets of webhooks, for other desks of a shared record. */
export function sharedWebhookSecrets(database: Database, sealer: Sealer | null): SharedSecrets {
  return {
    rows: (where, after) => {
      const all = sql`SELECT ${id} AS id, ${WEBHOOK_SECRET} || ${id} AS name, sealed, copies FROM webhook_secret`;
      return readPiece(database, all, where, after);
    },
    openHere: async ({ name, sealed }) => {
      if (sealer === null || sealed === null) return undefined;
      // Most rows are of other desks.
      return unsealNamed(sealer, name, sealed).catch(() => undefined);
    },
    writeCopies: async (transaction, row, copies) => {
      await transaction
        .updateTable('webhook_secret')
        .set({ copies })
        .where(id, '=', row.id)
        .where('sealed', 'is', row.sealed)
        .where('copies', '=', row.copies)
        .execute();
    },
    keepHere: async (row, text) => {
      if (sealer === null) return;
      const sealed = await sealNamed(sealer, row.name, text);
      await database.updateTable('webhook_secret').set({ sealed }).where(id, '=', row.id).execute();
    },
  };
}

/** A webhook has a few secrets, and an organization a few webhooks, so no index is needed. */
const id: RawBuilder<string> = sql`webhook_id || '/' || fingerprint`;
