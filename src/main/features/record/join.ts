import type { RecordJoined, RecordRequest } from '../../../contract/record/schema.ts';
import { fillMirror, inSnapshot } from '../../base/record/bulk.ts';
import { addDesk, mayNoteDesk } from '../../base/record/desks.ts';
import { readRecord } from '../../base/record/link.ts';
import { setRowsAside } from '../../base/record/merge/setAside.ts';
import { emptyForRecord, mirrorOn } from '../../base/record/mirror.ts';
import { mirrorStateOn } from '../../base/record/state.ts';
import { refuseWriting } from '../../base/record/versions.ts';
import { beginReplacingHead, dropKnownEntries, setEntriesAside } from '../../services/activity/setAside.ts';
import { beginning } from './begin.ts';
import type { RecordFeatureParts } from './record.ts';

/**
 * Joins this desk to a record, whose rows replace those of the desk, and merges what the desk had into it. What cannot be merged now, because the record went
 * away, is merged when it is back. The entries of the desk's activity log wait too, and are added to the record's log.
 * @throws KeydeskError as beginning; record-missing, record-foreign, record-newer, record-older
 */
export async function join(parts: RecordFeatureParts, request: RecordRequest): Promise<RecordJoined> {
  const { tables, store, merges, merging } = parts;
  const { replaceHead, ...joined } = await beginning(parts, request, async ({ client, sqlite, desk, reach }) => {
    const found = await readRecord(client);
    refuseWriting(found, store.version);
    const own = setRowsAside(sqlite, tables.shared, merges);
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
    state.filled(store.version);
    dropKnownEntries(sqlite);
    return { record: found.id, own, replaceHead: beginReplacingHead(parts.file, sqlite) };
  });
  replaceHead();
  await merging.run().catch((error: unknown) => {
    parts.log(`record: the desk's own rows wait to be merged (${String(error)})`);
  });
  parts.restart();
  return { ...joined, ...merging.merged };
}
