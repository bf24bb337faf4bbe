import { randomUUID } from 'node:crypto';
import type { RecordRequest } from '../../../contract/record/schema.ts';
import { createRecord, FIRST_REVISION } from '../../base/record/create.ts';
import { mirrorStateOn } from '../../base/record/state.ts';
import { beginning } from './begin.ts';
import type { RecordFeatureParts } from './record.ts';

/**
 * Makes a record from everything that this desk has.
 * @throws KeydeskError as beginning; record-exists, record-foreign, record-not-owner, record-unequal
 */
export async function create(
  parts: RecordFeatureParts,
  request: RecordRequest,
): Promise<{ record: string; rows: number }> {
  const made = await beginning(parts, request, async ({ client, sqlite, desk, reach }) => {
    const id = randomUUID();
    const { shared } = parts.tables;
    const rows = await createRecord(client, sqlite, shared, { id, version: parts.store.version, desk });
    const state = mirrorStateOn(sqlite);
    state.begin({ record: id, desk: desk.id, reach });
    state.advance(FIRST_REVISION, Date.now());
    state.filled(parts.store.version);
    return { record: id, rows };
  });
  parts.restart();
  return made;
}
