import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { BatchContext } from './context.ts';
import { type KnownKey, rowDoneOn } from './moves.ts';

/**
 * Returns the id of the row of a batch that a key has the passkey of; undefined if it has none. A key that no serial number identifies is
 * asked for its passkeys, without PIN and touch. Only a key with a PIN can be one, and only if a row was done on such a key.
 * @throws KeydeskError key-…, for example because the key is taken out again
 */
export async function findDone(
  context: BatchContext,
  batchId: string,
  key: KeySummary,
  about: KnownKey,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { database } = context.store;
  const known = await rowDoneOn(database, batchId, about);
  if (known !== undefined || about.identity !== undefined) return known;
  const rows = await database
    .selectFrom('batch_row')
    .innerJoin('assignment', 'assignment.enrollment_id', 'batch_row.enrollment_id')
    .select(['batch_row.id', 'assignment.security_key_id as key'])
    .where('batch_row.batch_id', '=', batchId)
    .where('batch_row.state', '=', 'done')
    .where('batch_row.key_serial', 'is', null)
    .where('assignment.state', '=', 'active')
    .where('assignment.security_key_id', 'is not', null)
    .execute();
  if (rows.length === 0) return undefined;
  const held = await context.keys.ask(
    key.id,
    async open => {
      if (open.session.info.options.clientPin !== true) return null;
      const lookup = context.inventory.lookUp();
      lookup.keyOpened(open);
      return lookup.heldBy(false);
    },
    signal,
  );
  return held === null ? undefined : rows.find(row => row.key === held)?.id;
}
