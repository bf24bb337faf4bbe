/** Queries on the activity log with 300,000 entries, compared with a thousand. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ActivityFilter } from '../src/contract/activity/schema.ts';
import { openRecord } from '../src/main/app/record/openRecord.ts';
import { appender, type NewRow } from '../src/main/services/activity/append.ts';
import { listEntries } from '../src/main/services/activity/query.ts';
import { indexNext } from '../src/main/services/activity/textIndex.ts';
import { type Figure, median } from './figure.ts';

const SMALL = 1000;
const LARGE = 300_000;
const ROUNDS = 15;
const START = Date.parse('2024-01-01T00:00:00Z');
const HOUR = 3_600_000;

const questions = {
  'by time, long ago': { from: timeOf(100), to: timeOf(200) },
  'by key': { key: 'S77' },
  'by a text that fifty have': { text: 'ünal' },
  'by a text that most have': { text: 'contoso' },
  'by a text that none has': { text: 'nowhere' },
} satisfies Record<string, ActivityFilter>;

type Question = keyof typeof questions;

export async function activityLogFigures(): Promise<Figure[]> {
  const [small, large] = [await measure(SMALL), await measure(LARGE)];
  return (Object.keys(questions) as Question[]).map(name => ({
    name: `activity ${name}, 300,000 entries`,
    value: large[name],
    unit: 'ms',
    floor: { name: '1,000 entries', value: small[name] },
    goal: 3,
  }));
}

async function measure(entries: number): Promise<Record<Question, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  try {
    await openRecord(folder).close();
    fill(join(folder, 'keydesk.db'), entries);
    const store = openRecord(folder);
    const times = { ...questions } as unknown as Record<Question, number>;
    for (const name of Object.keys(questions) as Question[]) {
      const rounds: number[] = [];
      for (let i = 0; i < ROUNDS; i++) {
        const began = performance.now();
        await listEntries(store.database, { ...questions[name], limit: 50 });
        rounds.push(performance.now() - began);
      }
      times[name] = median(rounds);
    }
    await store.close();
    return times;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fill(file: string, entries: number): void {
  const sqlite = new DatabaseSync(file);
  sqlite.exec('PRAGMA synchronous = OFF; BEGIN');
  const append = appender(sqlite);
  for (let i = 0; i < entries; i++) append(entryOf(i));
  sqlite.exec('COMMIT');
  while (indexNext(sqlite));
  sqlite.close();
}

function timeOf(i: number): string {
  return new Date(START + i * HOUR).toISOString();
}

function entryOf(i: number): NewRow {
  const user = i % 50_000;
  return {
    at: timeOf(i),
    kind: i % 3 === 0 ? 'passkey-assigned' : 'signed-in',
    result: i % 500 === 0 ? 'failed' : 'done',
    actor_kind: 'person',
    actor: `helpdesk${i % 9}@contoso.example`,
    tenant: 'contoso',
    user_id: `id-${user}`,
    user_principal_name: `user${user}@contoso.example`,
    key_id: `hid:${i % 90}`,
    key_aaguid: `aaguid-${i % 5}`,
    key_serial: `S${i % 70_000}`,
    cause: null,
    correlation_id: randomUUID(),
    request_ids: JSON.stringify([randomUUID()]),
    facts: JSON.stringify({ methodId: randomUUID(), name: i < 50 ? 'Fatih Ünal' : 'Mia Miller' }),
  };
}
