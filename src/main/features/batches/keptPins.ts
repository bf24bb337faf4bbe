import type { Profile } from '../../../contract/profiles/schema.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { KeptPin, KeyOfPin } from '../enrollment/observer.ts';
import type { BatchContext } from './context.ts';
import type { Row } from './moves.ts';

/**
 * Returns the PIN that a batch has set on a key whose enrollment was cut off, so that the key can be used again. A key with an identity may
 * have been interrupted in any row. One without must have accepted the PIN of the row before (cutOffKey.ts).
 * @param recognized whether it has
 * @param accepted called when the key has accepted the PIN, which is the one of this row then
 */
export async function keptPinFor(
  context: BatchContext,
  row: Row,
  { identity, recognized }: Pick<KeyOfPin, 'identity'> & { readonly recognized: boolean },
  accepted: (profile: Profile | null) => void,
): Promise<KeptPin | undefined> {
  if (identity === undefined && !recognized) return undefined;
  const cut = context.store.database
    .selectFrom('batch_row')
    .innerJoin('batch', 'batch.id', 'batch_row.batch_id')
    .innerJoin('journal', 'journal.id', 'batch_row.enrollment_id')
    .select(['batch_row.id', 'journal.id as enrollment'])
    .where('batch.tenant', '=', idOf(context.tenant))
    .where('batch_row.state', '<>', 'done')
    .orderBy('journal.started_at', 'desc');
  const own = cut.where('batch_row.id', '=', row.id).where('journal.key_identity', 'is', null);
  const found = await (identity === undefined ? own : cut.where('journal.key_identity', '=', identity)).execute();
  const kept = await context.pins.keptAmong(found.map(({ id }) => id));
  const from = found.find(({ id }) => kept.has(id));
  if (from === undefined) return undefined;
  try {
    return {
      pin: await context.pins.show(from.id),
      certain: true,
      enrollment: from.enrollment,
      accepted: async profile => {
        if (from.id !== row.id) {
          await setAside(context, row);
          await context.pins.move(from.id, row.id);
        }
        accepted(profile);
      },
    };
  } catch (error) {
    // Another user or computer has sealed it. The key is then like any key with a PIN.
    context.log(`batch: the PIN of an interrupted row: ${String(error)}`);
    return undefined;
  }
}

/**
 * Call before a row gets the PIN of another key. If the key of its latest enrollment must still be finished or cleaned up, its PIN is kept for that.
 * @param next the new PIN, if it may be the same one
 */
export async function setAside(
  { enrollments, pins, log }: Pick<BatchContext, 'enrollments' | 'pins' | 'log'>,
  { id, enrollment_id }: Pick<Row, 'id' | 'enrollment_id'>,
  next?: string,
): Promise<void> {
  const outcome = enrollment_id === null ? undefined : await enrollments.outcome(enrollment_id);
  if (enrollment_id === null || outcome === undefined || ['done', 'cleaned-up'].includes(outcome.state)) return;
  try {
    await pins.setAside(id, enrollment_id, next);
  } catch (error) {
    // Another user or computer has sealed it, who still has it.
    log(`batch: the PIN of an unfinished enrollment: ${String(error)}`);
  }
}
