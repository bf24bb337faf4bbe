import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { swallowedOption } from '../../scripts/arguments.mjs';
import { parseWindowArguments } from '../../src/main/shells/windowArguments.mjs';

const root = join(import.meta.dirname, '../..');

function script(name: string, args: readonly string[], env: Record<string, string> = {}) {
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const;
  return spawnSync(process.execPath, [join(root, 'scripts', name), ...args], options);
}

describe('arguments of a window', () => {
  test.each([
    [['--practise'], 'Did you mean --practice?'],
    [['--pratice'], 'Did you mean --practice?'],
    [['--Practice'], 'Did you mean --practice?'],
    [['practice'], 'Did you mean --practice?'],
    [['-practice'], 'not known'],
    [['--no-practise'], 'Did you mean --no-practice?'],
    [['--practice=true'], 'does not take an argument'],
    [['--practice', '--no-practice'], 'not both'],
    [['--activat'], 'Did you mean --activate?'],
    [['--data'], 'argument missing'],
    [['--data='], 'folder'],
    [['--data', '--practice'], 'ambiguous'],
    [['--no-data'], 'not known'],
    [['--', '--practice'], 'not an option'],
    [['--remote-debugging-port=9222'], 'not known'],
    [['—practice'], 'not an option'],
  ])('%j are refused', (args, said) => {
    expect(() => parseWindowArguments(args)).toThrow(said);
  });

  test('what is known is read, and switches of Chromium are left to it', () => {
    const args = ['--practice', '--no-sandbox', '--data', 'x', '--ozone-platform=wayland', '--activate', '--no-open'];
    expect({ ...parseWindowArguments(args) }).toEqual({ practice: true, data: 'x', activate: true, 'no-open': true });
  });
});

describe('npm start', () => {
  test('ends with 2 before it does anything, and shows what it takes', () => {
    const { status, stderr, stdout } = script('start.mjs', ['--practise']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Did you mean --practice?');
    expect(stderr).toContain('--no-practice');
  });

  test('has a help', () => {
    const { status, stdout } = script('start.mjs', ['--help']);
    expect(status).toBe(0);
    for (const option of ['--data DIR', '--practice', '--no-practice', '--activate', '--no-open']) {
      expect(stdout).toContain(option);
    }
  });

  test('ends with 2 when npm kept an option to itself', () => {
    const { status, stderr } = script('start.mjs', [], { npm_config_practice: 'true' });
    expect(status).toBe(2);
    expect(stderr).toContain('npm start -- --practice');
  });
});

test.each([
  [{ npm_config_practice: 'true' }, 'practice'],
  [{ npm_config_practise: 'true' }, 'practise'],
  [{ npm_config_practice: '' }, 'no-practice'],
  [{ NPM_CONFIG_ACTIVATE: 'true' }, 'ACTIVATE'],
  [{ npm_config_data: '/x' }, 'data'],
  [
    { npm_config_user_agent: 'npm', npm_config_prefix: '/usr', npm_config_depth: '1', npm_config_cache: '/c' },
    undefined,
  ],
])('of npm settings %j, the option that was meant for Keydesk is %s', (env, found) => {
  expect(swallowedOption(['practice', 'activate', 'data'], env)).toBe(found);
});

test.each([
  ['keydesk.mjs', ['users', 'list'], { npm_config_practice: 'true' }, 'npm run -s keydesk -- --practice'],
  ['keydesk.mjs', ['--practise'], {}, 'practise'],
  ['test.mjs', ['--watch'], {}, '--watch'],
  ['bench.mjs', ['--jsn'], {}, '--jsn'],
  ['bench.mjs', ['peers', 'batch'], {}, '"batch" is not an argument'],
  ['bench.mjs', ['peer'], {}, 'parts: ceremony peers batches'],
  ['check.mjs', ['src'], {}, 'src'],
  ['fuzz.mjs', ['many'], {}, 'many'],
  ['fuzz.mjs', ['5', 'x'], {}, 'x'],
  ['sbom.mjs', ['--spdx'], {}, '--spdx'],
])('%s refuses %j', (name, args, env, said) => {
  const { status, stderr } = script(name, args, env);
  expect(stderr).toContain(said);
  expect(status).toBe(2);
});

test('a reason that begins like an option is still the reason', () => {
  expect(parseWindowArguments(['--reason=--no-open', '--no-open'])).toMatchObject({
    reason: '--no-open',
    'no-open': true,
  });
});
