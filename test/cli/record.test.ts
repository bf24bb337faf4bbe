import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { noPostgres, type Postgres, startPostgres } from '../postgres.ts';
import { keydesk } from './run.ts';

let postgres: Postgres;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

describe.skipIf(noPostgres !== null)('a command at a desk of a shared record', () => {
  test('begins with what other desks have recorded, and says as of when it is if the record is away', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-record-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const run = async (desk: string, ...args: readonly string[]) => {
      const { stdout, stderr } = await keydesk(['--practice', '--data', join(folder, desk), '--json', ...args]);
      return { answer: JSON.parse(stdout.split('\n')[0] ?? ''), stderr };
    };
    const url = await postgres.database('cli');
    await run('a', 'record', 'create', '--url', url, '--name', 'Berlin 1');
    await run('b', 'record', 'join', '--url', url, '--name', 'Paris 2');
    await run('a', 'assignments', 'assign', '--user', 'user1@contoso.example');
    const users = async () => {
      const { answer, stderr } = await run('b', 'assignments', 'list');
      return {
        names: answer.assignments.map((each: { user: { userPrincipalName: string } }) => each.user.userPrincipalName),
        stderr,
      };
    };
    expect(await users()).toEqual({ names: ['user1@contoso.example'], stderr: '' });
    await postgres.query('postgres', 'ALTER DATABASE cli ALLOW_CONNECTIONS false');
    const away = await users();
    expect(away.names).toEqual(['user1@contoso.example']);
    expect(away.stderr).toMatch(/^The shared record cannot be reached\. This desk has what was recorded until .*\d{4}/);
  });

  test('names every table that differs, in words and in JSON', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-record-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const run = (...args: readonly string[]) => keydesk(['--practice', '--data', folder, ...args]);
    await run('record', 'create', '--url', await postgres.database('differs'), '--name', 'Berlin 1');
    await run('assignments', 'assign', '--user', 'user1@contoso.example');
    await run('assignments', 'assign', '--user', 'user2@contoso.example');
    const equal = await run('record', 'check', '--json');
    expect([equal.code, JSON.parse(equal.stdout)]).toMatchObject([0, { ok: true, differences: [] }]);
    await postgres.query('differs', "UPDATE keydesk.assignment SET display_name = 'Somebody else'");
    await postgres.query('differs', 'DELETE FROM keydesk.event WHERE seq = (SELECT min(seq) FROM keydesk.event)');
    const words = await run('record', 'check');
    expect([words.code, words.stdout]).toEqual([1, '']);
    expect(words.stderr).toContain('differs from the record in 3 rows: assignment (2), event (1).');
    const json = await run('record', 'check', '--json');
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([
      1,
      {
        ok: false,
        error: { code: 'record-unequal', message: expect.stringContaining('assignment (2), event (1)') },
        differences: [
          { table: 'assignment', rows: 2 },
          { table: 'event', rows: 1 },
        ],
      },
    ]);
  });
});
