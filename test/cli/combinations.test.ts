import type { CommanderError } from 'commander';
import { expect, test, vi } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';

const ADD = ['connection', 'add', '--tenant', 't', '--client-id', 'c'];
const GRAPH = ['--graph', 'http://127.0.0.1:9'];

/** What a command line is refused for, before anything starts. */
async function refusal(args: readonly string[]): Promise<CommanderError> {
  const silent = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    await buildProgram().parseAsync(['node', 'keydesk', ...args]);
  } catch (error) {
    return error as CommanderError;
  } finally {
    silent.mockRestore();
  }
  throw new Error('was accepted');
}

test.each([
  [['users', 'list', '--practice', ...GRAPH], '--graph'],
  [['--practice', 'policy', 'show', ...GRAPH], '--graph'],
  [[...ADD, '--practice'], '--practice'],
  [[...ADD, ...GRAPH], '--graph-root'],
  [['connection', 'list', '--practice'], '--practice'],
  [['connection', 'list', '--graph-version', 'beta'], '--graph-version'],
  [['connection', 'use', 'n', ...GRAPH], '--graph'],
  [['connection', 'remove', 'n', '--practice'], '--practice'],
  [['connection', 'credential', 'n', '--certificate', 'f', '--practice'], '--practice'],
  [['connection', 'sign-in', '--graph-version', 'beta'], '--graph-version'],
  [['connection', 'sign-out', '--practice'], '--practice'],
  [['simulate', 'graph', '--practice'], '--practice'],
  [['simulate', 'key', '--data', 'd'], '--state'],
  [['simulate', 'key', ...GRAPH], '--graph'],
  [[...ADD, '--secret-stdin'], '--sign-in secret'],
  [[...ADD, '--sign-in', 'secret', '--certificate', 'f'], '--sign-in certificate'],
  [['metadata', 'update', '--file', 'f', '--url', 'https://x.example'], '--url'],
  [['keys', 'list', '--key', 'hid:/dev/hidraw0'], 'udp:PORT:REPLYPORT'],
])('an option without effect is wrong usage: %j', async (args, named) => {
  const { exitCode, message } = await refusal(args);
  expect(exitCode).not.toBe(0);
  expect(message).toContain(named);
});

test.each([
  [['users', 'list', '--data', '--json'], '--data needs a value, and --json is an option'],
  [['--data', '--practice', 'users', 'list'], '--data needs a value, and --practice is an option'],
  [['users', 'list', '--search', '--practice'], '--search needs a value, and --practice is an option'],
  [['users', 'list', '--practice', '--data', ''], '--data needs the name of a folder'],
])('an option that took the next one for its value is wrong usage: %j', async (args, named) => {
  const { exitCode, message } = await refusal(args);
  expect(exitCode).not.toBe(0);
  expect(message).toContain(named);
});
