import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { inSnapshot, readable } from '../../../../src/main/base/record/bulk.ts';
import { differences } from '../../../../src/main/base/record/compare.ts';
import { connect, disconnect } from '../../../../src/main/base/record/connect.ts';
import { recordTables } from '../../../../src/main/base/record/tables.ts';
import { type Desk, TODAY, targetOf } from './desks.ts';

/** Expects that a desk has what the record has, in the columns that its version knows. */
export async function expectEqual(url: string, desk: Desk, { names } = TODAY): Promise<void> {
  await desk.feed.look();
  const sqlite = new DatabaseSync(join(desk.folder, 'keydesk.db'), { readOnly: true });
  const client = await connect(targetOf(url));
  try {
    const tables = await readable(client, recordTables(sqlite, names));
    expect(await inSnapshot(client, () => differences(client, sqlite, tables))).toEqual([]);
  } finally {
    sqlite.close();
    await disconnect(client);
  }
}
