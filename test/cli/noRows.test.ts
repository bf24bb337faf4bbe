import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, expect, test } from 'vitest';
import { noRows } from '../../src/cli/noRows.ts';
import { keydesk } from './run.ts';

const data = mkdtempSync(join(tmpdir(), 'keydesk-no-rows-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const lists = [
  ['users list', '--search', 'nobody-of-that-name'],
  ['inventory list', '--state', 'lost'],
  ['assignments list', '--user', 'user1@contoso.example'],
  ['activity list', '--text', 'something'],
  ['workflows runs', '--state', 'attention'],
  ['webhooks deliveries', '--state', 'dead'],
] as const;

test.each(lists)('keydesk %s says that nothing matches %s', async (command, option, value) => {
  const { code, stdout } = await keydesk([...command.split(' '), option, value, '--practice', '--data', data]);
  expect({ code, line: stdout.split('\n')[0] }).toEqual({ code: 0, line: `Nothing matches the filters: ${option}.` });
});

test('without a filter, a list says why it is empty, also on a page of its own', async () => {
  const { stdout } = await keydesk(['activity', 'list', '--limit', '3', '--practice', '--data', data]);
  expect(stdout).toBe('Nothing is recorded.\n');
});

test('options of the program are no filters', async () => {
  const program = new Command('keydesk').option('--data <dir>');
  const list = program.command('keys').command('list').option('--data <dir>').option('--state <state>');
  list.action(() => undefined);
  await program.parseAsync(['keys', 'list', '--data', '.'], { from: 'user' });
  expect(noRows(list, 'None.')).toBe('None.');
});
