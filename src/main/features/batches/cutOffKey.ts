import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import { acceptedPin } from '../enrollment/keptPin.ts';
import type { BatchContext } from './context.ts';
import type { Row } from './moves.ts';

/** A key with a PIN that may be one of those that were cut off in this batch. */
export interface CutOff {
  /** The row whose kept PIN the key has accepted. Undefined if it has accepted none of them. */
  readonly row: Row | undefined;
  /** The rows whose key it may be, as a person knows them. */
  readonly perhaps: readonly string[];
}

type Candidate = Row & { readonly begun_aaguid: string; readonly begun_key: string };

/**
 * Finds the row of a key that nothing identifies, and that a batch has given a PIN before it was taken out or Keydesk ended: the row whose kept
 * PIN the key accepts. Returns undefined for a key that cannot be such a key. Asks no key while no row of the batch waits for one.
 * SECURITY: tries no PIN on a key that the inventory knows as somebody else's, and never more than two (keptPin.ts).
 */
export async function findCutOff(
  context: BatchContext,
  batchId: string,
  key: KeySummary,
  signal: AbortSignal,
): Promise<CutOff | undefined> {
  const left = await cutOffRows(context, batchId, key);
  if (left.length === 0) return undefined;
  return context.keys.ask(
    key.id,
    async open => {
      const { clientPin } = open.session.info.options;
      const rows = left.filter(row => row.begun_aaguid === open.session.info.aaguid);
      if (clientPin !== true || rows.length === 0) return undefined;
      const own = await withoutOwner(context, open, rows);
      if (own.length === 0) return undefined;
      const kept = await withPins(context, own);
      const found = await acceptedPin(open, kept);
      return { row: found?.row, perhaps: own.map(nameOf) };
    },
    signal,
  );
}

/** Returns the rows whose key was cut off, the likeliest first: put first by a person, begun at the same place, begun last. */
async function cutOffRows(
  { store: { database }, pins }: BatchContext,
  batchId: string,
  { id, product }: KeySummary,
): Promise<Candidate[]> {
  const begun = await database
    .selectFrom('batch_row')
    .innerJoin('journal', 'journal.id', 'batch_row.enrollment_id')
    .selectAll('batch_row')
    .select(['journal.key_aaguid as begun_aaguid', 'journal.key_id as begun_key'])
    .where('batch_row.batch_id', '=', batchId)
    .where('batch_row.state', 'not in', ['done', 'enrolling'])
    .where('journal.key_identity', 'is', null)
    .orderBy('journal.started_at', 'desc')
    .execute();
  const kept = await pins.keptAmong(begun.map(row => row.id));
  const isOther = (row: Row) => row.key_product !== null && product !== undefined && row.key_product !== product;
  // Lines start at 1. Only a person who scans or types a row puts it below.
  const rank = (row: Candidate) => (row.place < 1 ? 0 : 2) + (row.begun_key === id ? 0 : 1);
  return begun.filter(row => kept.has(row.id) && !isOther(row)).sort((one, other) => rank(one) - rank(other));
}

/** Returns the rows to whose users the key may be given. A key that shows the passkey of another user, or is lost, is not one of them. */
async function withoutOwner(
  { inventory }: BatchContext,
  open: OpenKey,
  rows: readonly Candidate[],
): Promise<Candidate[]> {
  const lookup = inventory.lookUp();
  lookup.keyOpened(open);
  const objections = await Promise.all(rows.map(row => lookup.objection(row.user_id ?? '')));
  return rows.filter((_, n) => objections[n] === undefined);
}

/** Returns the rows with their PINs, without those that another user or computer has sealed. */
async function withPins(context: BatchContext, rows: readonly Candidate[]) {
  const kept = await Promise.all(
    rows.map(async row => {
      try {
        return [{ row, pin: await context.pins.show(row.id) }];
      } catch (error) {
        context.log(`batch: the PIN of an interrupted row: ${String(error)}`);
        return [];
      }
    }),
  );
  return kept.flat();
}

function nameOf({ display_name, user_principal_name, typed }: Row): string {
  return user_principal_name ?? display_name ?? typed;
}

/** Returns why a key was refused. A key that may be one of those that were cut off is not one that must be reset. */
export function orPerhaps(failure: Failure, cutOff: Pick<CutOff, 'perhaps'> | undefined): Failure {
  if (cutOff === undefined || failure.code !== 'profile-key-has-pin') return failure;
  return toFailure(new KeydeskError('batch-key-perhaps-of', { users: cutOff.perhaps.join(', ') }));
}
