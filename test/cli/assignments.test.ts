import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keydesk } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const data = ['--practice', '--data', folder, '--json'];
const run = async (...args: string[]) => {
  const { stdout, code } = await keydesk([...args, ...data]);
  return { code, answer: stdout === '' ? null : JSON.parse(stdout) };
};
const USER = 'user1@contoso.example';

test('assigns, fulfills, lists and exports; a lost key takes its passkey with it', async () => {
  const assigned = await run('assignments', 'assign', '--user', USER, '--expires', '2999-01-01');
  expect(assigned).toMatchObject({ code: 0, answer: { assignment: { state: 'pending', purpose: 'primary' } } });
  const again = await run('assignments', 'assign', '--user', USER);
  expect(again).toMatchObject({ code: 1, answer: { ok: false, error: { code: 'assignment-exists' } } });

  const enrolled = await keydesk(['enroll', '--user', USER, '--pin-stdin', ...data], { stdin: '318459\n' });
  expect(enrolled.code).toBe(0);
  const { answer: active } = await run('assignments', 'list', '--state', 'active', '--user', USER);
  expect(active).toMatchObject({ total: 1, assignments: [{ id: assigned.answer.assignment.id }] });

  const file = join(folder, 'assignments.csv');
  await run('assignments', 'export', '--to', file);
  const [head, row] = readFileSync(file, 'utf8').trim().split('\n');
  expect(head).toContain('userPrincipalName,displayName,purpose,state');
  expect(row).toContain(`${USER},`);
  const report = join(folder, 'assignments.pdf');
  expect((await run('assignments', 'export', '--to', report)).code).toBe(0);
  const bytes = readFileSync(report);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.subarray(-6).toString()).toContain('%%EOF');

  const other = await keydesk(['enroll', '--user', 'user3@contoso.example', '--pin-stdin', ...data], {
    stdin: '318459\n',
  });
  expect(JSON.parse(other.stdout)).toMatchObject({ ok: false, error: { code: 'key-belongs-to-another' } });

  const { answer: keys } = await run('inventory', 'list', '--state', 'active');
  expect(keys.keys).toMatchObject([{ user: { userPrincipalName: USER } }]);
  const { answer: lost } = await run('inventory', 'report-lost', '--id', keys.keys[0].id);
  expect(lost).toMatchObject({ ok: true, key: { state: 'lost' }, revoked: [{ deletion: { done: true } }] });
  expect(lost.advice.length).toBeGreaterThan(2);
  expect((await run('passkeys', 'list', '--user', USER)).answer.passkeys).toEqual([]);
  expect((await run('inventory', 'finish')).answer).toMatchObject({ ok: true, done: 0, due: 0 });
  const inventory = join(folder, 'inventory.json');
  await run('inventory', 'export', '--to', inventory);
  expect(JSON.parse(readFileSync(inventory, 'utf8'))).toContainEqual(expect.objectContaining({ state: 'lost' }));
}, 60_000);

test.each([
  [['assignments', 'list', '--state', 'nonsense']],
  [['assignments', 'assign']],
  [['assignments', 'export', '--to', 'x', '--format', 'doc']],
  [['inventory', 'report-lost']],
  [['inventory', 'list', '--limit', '0']],
])('wrong usage exits with 2: %j', async args => {
  expect((await run(...args)).code).toBe(2);
});
