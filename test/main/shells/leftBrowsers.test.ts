import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endBrowserOf, namesProfile, parsePs } from '../../../src/main/shells/leftBrowsers.ts';
import { findPrivateBrowser } from '../../../src/main/shells/privateBrowser.ts';

const CHROMIUM = '/usr/bin/chromium';
const hasChromium = process.platform === 'linux' && existsSync(CHROMIUM);

let root: string;
let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keydesk-left-'));
  folder = join(root, 'sign-in');
  mkdirSync(folder);
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Processes whose command line has a text in it. */
const running = (text: string) =>
  readdirSync('/proc').filter(pid => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
const start = (program: string, ...args: string[]) => {
  const child = spawn(program, args, { stdio: 'ignore' });
  started.push(child);
  return child;
};
const idle = (...more: string[]) => start(process.execPath, '-e', 'setInterval(() => {}, 1000)', '--', ...more);

describe('a command line names a profile', () => {
  const name = randomUUID();
  test.each([
    [`chromium\0--user-data-dir=/data/sign-in/${name}\0--incognito`, true],
    [`chromium --type=gpu --user-data-dir=/my data/sign-in/${name} --x`, true],
    [`"C:\\chrome.exe" "--user-data-dir=C:\\data\\sign-in\\${name}" --x`, true],
    [`chromium\0--user-data-dir=/data/sign-in/${name}`, true],
    [`chromium\0--user-data-dir=/data/sign-in/${name}x`, false],
    [`chromium\0--user-data-dir=/data/sign-in/${name}/deeper`, false],
    [`chromium\0--user-data-dir=/home/mia\0/data/sign-in/${name}`, false],
    [`ls\0/data/sign-in/${name}`, false],
    [`chromium\0--not--user-data-dir=/data/${name}`, false],
  ])('%j: %s', (command, expected) => expect(namesProfile(command, name)).toBe(expected));

  test('and belongs to a user', () => {
    const listed = ` 1 0 /sbin/launchd\n 501   501 /Applications/X.app/X --a b\n  77 502 other\nnonsense\n`;
    expect(parsePs(listed, 501)).toEqual([{ pid: 501, command: '/Applications/X.app/X --a b' }]);
  });
});

test.skipIf(process.platform === 'win32')('only processes that name the profile are ended', async () => {
  const [name, other] = [randomUUID(), randomUUID()];
  const theirs = idle(`--user-data-dir=${folder}/${name}`);
  const others = [idle(`--user-data-dir=${folder}/${other}`), idle(`${folder}/${name}`)];
  await expect.poll(() => running(name).length).toBe(2);
  const ended = once(theirs, 'exit');
  await endBrowserOf(name);
  expect((await ended)[1]).toBe('SIGKILL');
  expect(others.map(({ exitCode, signalCode }) => [exitCode, signalCode])).toEqual([
    [null, null],
    [null, null],
  ]);
});

test('a folder whose name is not random ends nothing', async () => {
  const child = idle('--user-data-dir=/home/mia/profile');
  await once(child, 'spawn');
  await endBrowserOf('profile');
  await endBrowserOf('.*');
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
});

describe.skipIf(!hasChromium)('a real browser', () => {
  const flags = ['--headless', '--no-sandbox', '--no-first-run'];

  test('that a killed Keydesk left is ended with all its processes, and its profile is deleted', async () => {
    const name = randomUUID();
    start(CHROMIUM, ...flags, `--user-data-dir=${join(folder, name)}`, 'about:blank');
    await expect.poll(() => running(name).length, { timeout: 20_000 }).toBeGreaterThan(3);
    findPrivateBrowser(folder, CHROMIUM);
    await expect.poll(() => [running(name), readdirSync(folder)], { timeout: 20_000 }).toEqual([[], []]);
  }, 60_000);

  test('ends when its Keydesk is killed', async () => {
    const headless = join(root, 'headless');
    writeFileSync(headless, `#!/bin/sh\nexec ${CHROMIUM} --headless "$@"\n`, { mode: 0o700 });
    const module = pathToFileURL(join(import.meta.dirname, '../../../src/main/shells/privateBrowser.ts')).href;
    const program = `const { findPrivateBrowser } = await import(${JSON.stringify(module)});
      await findPrivateBrowser(${JSON.stringify(folder)}, ${JSON.stringify(headless)}).open('about:blank');`;
    const keydesk = start(process.execPath, '--input-type=module', '-e', program);
    await expect.poll(() => running(`--user-data-dir=${folder}`).length, { timeout: 20_000 }).toBeGreaterThan(3);
    keydesk.kill('SIGKILL');
    await expect.poll(() => running(`--user-data-dir=${folder}`), { timeout: 10_000 }).toEqual([]);
  }, 60_000);
});
