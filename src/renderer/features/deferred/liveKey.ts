import type { LiveKey } from '../../../contract/batches/live.ts';
import type { DeferredRow, MakingKey } from '../../../contract/deferred/schema.ts';

/** Returns a key in the form in which the run screen of a batch shows it. */
export function toLiveKey({ rowId, ...key }: MakingKey, rows: readonly DeferredRow[]): LiveKey {
  const row = rows.find(({ id }) => id === rowId);
  // The PIN is in the package until the upload.
  return { ...key, pinHandOver: null, known: false, row: row === undefined ? null : toBatchRow(row) };
}

function toBatchRow({
  id,
  line,
  typed,
  user,
  serial,
  state,
  error,
  pinKept,
  made,
}: DeferredRow): NonNullable<LiveKey['row']> {
  return {
    id,
    line,
    typed,
    user,
    serial,
    error,
    pinKept,
    state: made ? 'done' : state === 'failed' ? 'failed' : 'enrolling',
    name: null,
    profile: null,
    key: null,
    methodId: null,
    enrollmentId: null,
    note: null,
    handedOverAt: null,
    startedAt: null,
    endedAt: null,
  };
}
