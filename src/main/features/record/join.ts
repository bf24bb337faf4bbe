import type { DatabaseSync } from 'node:sqlite';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordRequest } from '../../../contract/record/schema.ts';
import { fillMirror, inSnapshot } from '../../base/record/bulk.ts';
import { addDesk, mayNoteDesk } from '../../base/record/desks.ts';
import { readRecord } from '../../base/record/link.ts';
import { emptyForRecord, mirrorOn } from '../../base/record/mirror.ts';
import { mirrorStateOn } from '../../base/record/state.ts';
import type { RecordTable } from '../../base/record/tables.ts';
import { setEntriesAside } from '../../services/activity/setAside.ts';
import { beginning } from './begin.ts';
import type { RecordFeatureParts } from './record.ts';

/**
 * Joins this desk to a record, whose rows replace those of the desk. A desk with a history of its own is refused. The entries of its activity log
 * wait, and are added to the record's log.
 * @throws KeydeskError as beginning; record-missing, record-newer, record-older, record-own-history
 */
export function join(parts: RecordFeatureParts, request: RecordRequest): Promise<{ record: string }> {
  const { tables, store } = parts;
  return beginning(parts, request, async ({ client, sqlite, desk, reach }) => {
    const found = await readRecord(client, store.version);
    refuseHistory(sqlite, tables.shared);
    setEntriesAside(sqlite);
    emptyForRecord(sqlite, tables.shared);
    const state = mirrorStateOn(sqlite);
    state.begin({ record: found.id, desk: desk.id, reach });
    if (await mayNoteDesk(client)) await addDesk(client, desk, store.version);
    const mirror = mirrorOn(sqlite, tables.shared);
    const head = await inSnapshot(client, () =>
      fillMirror(client, tables.shared, { revision: 0, desk: desk.id }, mirror.apply),
    );
    state.advance(head, Date.now());
    return { record: found.id };
  });
}

/** Tables whose rows are not a history: they come by themselves, or are moved to the record's. */
const ANYWAY = [
  'activity',
  'engine_place',
  'tenant_name',
  'assignment_count',
  'security_key_count',
  'workflow_count',
  'webhook_count',
  'activation_try',
];

/** @throws KeydeskError record-own-history */
function refuseHistory(sqlite: DatabaseSync, shared: readonly RecordTable[]): void {
  const table = shared
    .filter(({ name }) => !ANYWAY.includes(name))
    .find(({ name }) => sqlite.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get() !== undefined);
  if (table !== undefined) throw new KeydeskError('record-own-history', { table: table.name });
}
