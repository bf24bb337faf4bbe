import type { ActivityFacts } from '../../../contract/activity/schema.ts';
import type { BatchRow } from '../../../contract/batches/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { MissingPins } from '../../../contract/handover/schema.ts';
import type { HandoverContext } from './context.ts';

/** A row, and its PIN if it was asked for. */
export interface RowWithPin {
  readonly row: BatchRow;
  readonly pin?: string;
}

/**
 * Returns all rows of a batch in the order of their lines, or the chosen ones.
 * @throws KeydeskError batch-not-found; batch-row-not-found for a chosen row that is not in the batch
 */
export async function chosenRows(
  { batches }: Pick<HandoverContext, 'batches'>,
  id: string,
  rowIds: readonly string[] | undefined,
): Promise<BatchRow[]> {
  const rows: BatchRow[] = [];
  for (let after: string | undefined; ; ) {
    const page = await batches.rows({ id, limit: 1000, offset: 0, ...(after === undefined ? {} : { after }) });
    rows.push(...page.rows);
    if (page.next === undefined) break;
    after = page.next;
  }
  if (rowIds === undefined) return rows;
  const wanted = new Set(rowIds);
  const chosen = rows.filter(row => wanted.delete(row.id));
  for (const missing of wanted) throw new KeydeskError('batch-row-not-found', { id: missing });
  return chosen;
}

/** Whether a row has a key that its user can get. */
export function isDone({ state }: BatchRow): boolean {
  return state === 'done';
}

/** Whether a row has a key that its user did not get yet. Only then is there a PIN. */
export function isDue(row: BatchRow): boolean {
  return isDone(row) && row.handedOverAt === null;
}

/** How many line numbers an error names. */
const MOST_LINES = 20;

/**
 * Returns the PINs of rows by the rows' ids.
 * @param missing whether rows whose PIN is not kept are left out of the answer
 * @throws KeydeskError handover-pins-gone with the lines of all rows whose PIN is not kept; batch-pin-sealed
 */
export async function pinsOf(
  { batches }: Pick<HandoverContext, 'batches'>,
  rows: readonly BatchRow[],
  missing: MissingPins = 'refuse',
): Promise<ReadonlyMap<string, string>> {
  const pins = new Map<string, string>();
  const gone: number[] = [];
  for (const { id, line, pinKept } of rows) {
    if (pinKept) {
      try {
        pins.set(id, await batches.pinOf(id));
        continue;
      } catch (error) {
        // It was handed over or has expired meanwhile.
        if (!(error instanceof KeydeskError && error.code === 'batch-pin-gone')) throw error;
      }
    }
    gone.push(line);
  }
  if (gone.length > 0 && missing === 'refuse') {
    const lines = gone.slice(0, MOST_LINES).join(', ') + (gone.length > MOST_LINES ? ', …' : '');
    throw new KeydeskError('handover-pins-gone', { count: gone.length, lines });
  }
  return pins;
}

/**
 * Writes an entry for each PIN that leaves Keydesk. SECURITY: the entries are on the disk before the PIN goes anywhere.
 * @param facts the batch, and where the PIN goes
 */
export async function recordPins(
  { store, activity }: Pick<HandoverContext, 'store' | 'activity'>,
  kind: 'batch-pin-printed' | 'batch-pin-exported' | 'batch-pin-copied',
  rows: readonly BatchRow[],
  facts: ActivityFacts & { readonly batch: string },
): Promise<void> {
  await store.database.write(transaction =>
    activity.recordIn(
      transaction,
      ...rows.map(({ user, key }) => ({
        kind,
        ...(user === null ? {} : { user: { id: user.id, userPrincipalName: user.userPrincipalName } }),
        facts: { ...facts, serial: key?.serial ?? null },
      })),
    ),
  );
  activity.note();
}
