import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, expect, test } from 'vitest';
import { noRows } from '../../src/cli/noRows.ts';
import { buildProgram } from '../../src/cli/program.ts';
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

const paged = buildProgram().commands.flatMap(group =>
  group.commands
    .filter(({ options }) => options.some(({ long }) => long === '--before'))
    .map(list => `${group.name()} ${list.name()}`),
);

test('all lists with pages are known', () => {
  expect(paged).toEqual(['activity list', 'workflows runs', 'webhooks deliveries']);
});

test.each(paged)('after its end, %s says that there are no older entries', async command => {
  const filter = command.startsWith('webhooks') ? ['--state', 'dead'] : ['--user', 'user1@contoso.example'];
  const older = async (...more: string[]) =>
    (await keydesk([...command.split(' '), '--before', '1', ...more, '--practice', '--data', data])).stdout;
  expect(await older()).toBe('There are no older entries.\n');
  expect(await older(...filter)).toBe(`No older entry matches the filters: ${filter[0]}.\n`);
});

test('options of the program are no filters', async () => {
  const program = new Command('keydesk').option('--data <dir>');
  const list = program.command('keys').command('list').option('--data <dir>').option('--state <state>');
  list.action(() => undefined);
  await program.parseAsync(['keys', 'list', '--data', '.'], { from: 'user' });
  expect(noRows(list, 'None.')).toBe('None.');
});
