import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BulkPart, BulkRequest } from '../../../../src/contract/assignments/schema.ts';
import { openSharedDesk, type SharedDesk } from './sharedFolder.ts';

let folder: string;
let desk: SharedDesk;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-bulk-'));
  desk = openSharedDesk(folder);
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(request: BulkRequest, signal?: AbortSignal, onPart?: (part: BulkPart) => void) {
  const parts: BulkPart[] = [];
  for await (const part of desk.assignments.bulk(request, signal)) {
    parts.push(part);
    onPart?.(part);
  }
  return { parts, rows: parts.flatMap(({ rows }) => rows) };
}
const outcomes = ({ rows }: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(rows.map(({ id, outcome, failure }) => [id, failure?.code ?? outcome]));
const states = async (...ids: string[]) => Promise.all(ids.map(async id => (await desk.row(id)).state));

test('cancels what waits or failed; each other row has its own reason, and stays as it is', async () => {
  await desk.add('p');
  await desk.add('f', { state: 'failed' });
  await desk.add('a', { state: 'active' });
  await desk.add('c', { state: 'cancelled', reason: 'cancelled-by-staff' });
  const done = await run({ action: 'cancel', which: { ids: ['p', 'f', 'a', 'c', 'nobody'] } });
  expect(outcomes(done)).toEqual({
    p: 'done',
    f: 'done',
    a: 'assignment-changed',
    c: 'unchanged',
    nobody: 'assignment-not-found',
  });
  expect(done.parts.at(-1)).toMatchObject({ done: 5, total: 5 });
  expect(await states('p', 'f', 'a', 'c')).toEqual(['cancelled', 'cancelled', 'active', 'cancelled']);
  const entries = await desk.entries();
  expect(
    entries
      .filter(({ to }) => to === 'cancelled')
      .map(({ assignmentId }) => assignmentId)
      .toSorted(),
  ).toEqual(['f', 'p']);
});

test('takes all of a filter when it begins, without those that a person left out', async () => {
  for (let n = 0; n < 130; n++) await desk.add(`f${n}`, { state: n < 120 ? 'failed' : 'pending', user_id: `u${n}` });
  const { parts, rows } = await run({
    action: 'retry',
    which: { filter: { states: ['failed'] }, except: ['f0', 'f1'] },
  });
  expect(parts.map(({ done }) => done)).toEqual([0, 50, 100, 118]);
  expect(rows.every(({ outcome }) => outcome === 'done')).toBe(true);
  expect(await states('f0', 'f1', 'f2', 'f119')).toEqual(['failed', 'failed', 'pending', 'pending']);
});

test('stops when the caller aborts, and the same call does the rest', async () => {
  for (let n = 0; n < 120; n++) await desk.add(`p${n}`, { user_id: `u${n}` });
  const ids = Array.from({ length: 120 }, (_, n) => `p${n}`);
  const end = new AbortController();
  const first = await run({ action: 'cancel', which: { ids } }, end.signal, ({ done }) => done >= 50 && end.abort());
  expect(first.rows).toHaveLength(50);
  expect((await desk.assignments.list({ states: ['cancelled'], limit: 1 })).total).toBe(50);
  const second = await run({ action: 'cancel', which: { ids } });
  expect(second.rows.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(50);
  expect(second.rows.filter(({ outcome }) => outcome === 'done')).toHaveLength(70);
});

test('assigns to users again, each once', async () => {
  await desk.add('one', { user_id: 'ann', state: 'cancelled' });
  await desk.add('two', { user_id: 'ann', state: 'expired' });
  await desk.add('three', { user_id: 'bob', state: 'active' });
  const done = await run({ action: 'assign', which: { ids: ['one', 'two', 'three'] } });
  expect(outcomes(done)).toEqual({ one: 'done', two: 'unchanged', three: 'done' });
  const { assignments } = await desk.assignments.list({ states: ['pending'], limit: 10 });
  expect(assignments.map(({ user, purpose }) => [user.id, purpose]).toSorted()).toEqual([
    ['ann', 'primary'],
    ['bob', 'backup'],
  ]);
});
