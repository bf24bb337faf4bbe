import { KeydeskError } from '../../../contract/errors/errors.ts';
import { sealNamed, unsealNamed } from '../../services/auth/sealed.ts';
import type { BatchContext } from './context.ts';

const DAY = 24 * 3600_000;

/**
 * The PINs of rows that were not handed over yet. SECURITY: they are stored sealed, or only in memory if the shell cannot seal. Each row
 * loses its PIN at the hand-over, and after the days that its profile says.
 */
export interface Pins {
  /** Whether PINs survive the end of this Keydesk. */
  readonly lasting: boolean;
  /** Keeps the PIN of a row for some days, before it is set on the key. Replaces an earlier one. */
  keep(rowId: string, pin: string, days: number): Promise<void>;
  /** Gives the PIN of a row to another one, until the same time. */
  move(from: string, to: string): Promise<void>;
  /** Returns the PIN of a row. @throws KeydeskError batch-pin-gone; secret-unsealable if another user or computer sealed it */
  show(rowId: string): Promise<string>;
  forget(rowId: string): Promise<void>;
  keptAmong(rowIds: readonly string[]): Promise<ReadonlySet<string>>;
}

export function createPins({ store: { database }, sealer, log }: Pick<BatchContext, 'store' | 'sealer' | 'log'>): Pins {
  const memory = new Map<string, { pin: string; until: number }>();
  const inMemory = (rowId: string) => {
    const known = memory.get(rowId);
    if (known !== undefined && known.until < Date.now()) memory.delete(rowId);
    return memory.get(rowId);
  };
  const nameOf = (rowId: string) => `batch-pin/${rowId}`;
  const forget = async (rowId: string) => {
    memory.delete(rowId);
    await database.deleteFrom('batch_pin').where('row_id', '=', rowId).execute();
  };
  const keepUntil = async (rowId: string, pin: string, until: number) => {
    if (sealer === null) {
      memory.set(rowId, { pin, until });
      return;
    }
    const row = { sealed: await sealNamed(sealer, nameOf(rowId), pin), expires_at: until };
    await database
      .insertInto('batch_pin')
      .values({ row_id: rowId, ...row })
      .onConflict(conflict => conflict.column('row_id').doUpdateSet(row))
      .execute();
  };
  const read = async (rowId: string): Promise<{ pin: string; until: number }> => {
    const known = inMemory(rowId);
    if (known !== undefined) return known;
    const row = await database.selectFrom('batch_pin').selectAll().where('row_id', '=', rowId).executeTakeFirst();
    if (row === undefined || row.expires_at < Date.now()) throw new KeydeskError('batch-pin-gone');
    if (sealer === null) throw new KeydeskError('secret-unsealable');
    const pin = await unsealNamed(sealer, nameOf(rowId), row.sealed).catch(cause => {
      log(`batch: a PIN cannot be unsealed: ${String(cause)}`);
      throw new KeydeskError('secret-unsealable', {}, { cause });
    });
    return { pin, until: row.expires_at };
  };
  return {
    lasting: sealer !== null,
    keep: (rowId, pin, days) => keepUntil(rowId, pin, Date.now() + days * DAY),
    move: async (from, to) => {
      const { pin, until } = await read(from);
      await keepUntil(to, pin, until);
      await forget(from);
    },
    show: async rowId => (await read(rowId)).pin,
    forget,
    keptAmong: async rowIds => {
      if (rowIds.length === 0) return new Set();
      const rows = await database
        .selectFrom('batch_pin')
        .select('row_id')
        .where('row_id', 'in', rowIds)
        .where('expires_at', '>=', Date.now())
        .execute();
      return new Set([...rows.map(row => row.row_id), ...rowIds.filter(id => inMemory(id) !== undefined)]);
    },
  };
}
