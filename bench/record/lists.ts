import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecord } from '../../src/main/app/record/openRecord.ts';
import { sharedTables } from '../../src/main/app/record/sharedTables.ts';
import { openSharedRecord } from '../../src/main/services/record/sharedRecord.ts';
import type { Postgres } from '../../test/postgres.ts';
import type { Figure } from '../figure.ts';
import { fill, timesOf } from '../filledRecord.ts';
import { makeRecord, means } from './make.ts';

const RUNS = 1_000_000;

/** Lists of a large data folder, before and after it became the mirror of a record. */
export async function listFigures(postgres: Postgres): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  try {
    await openRecord(folder).close();
    fill(join(folder, 'keydesk.db'), RUNS);
    // The first measurement is that of a cold cache.
    await measure(folder);
    const alone = await measure(folder);
    await makeRecord(folder, await postgres.database('lists'));
    await measure(folder);
    const shared = await measure(folder);
    return (Object.keys(shared) as (keyof typeof shared)[]).map(name => ({
      name: `${name}, at a desk on a record`,
      value: shared[name],
      unit: 'ms',
      floor: { name: 'without a record', value: alone[name] },
      goal: 1.1,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string) {
  const store = openRecord(folder);
  const log = (message: string) => void process.stderr.write(`${message}\n`);
  const record = await openSharedRecord({ folder, store, means, names: sharedTables, log });
  await record.look();
  try {
    return await timesOf(store);
  } finally {
    await record.close();
    await store.close();
  }
}
