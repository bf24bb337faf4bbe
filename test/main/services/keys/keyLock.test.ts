import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openKeyLocks } from '../../../../src/main/services/keys/keyLock.ts';

const KEY = 'hid:/dev/hidraw3';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-locks-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

test('one Keydesk has a key at a time; others wait, are refused after a while, and leave other keys alone', async () => {
  const [first, second] = [openKeyLocks(folder), openKeyLocks(folder, 100)];
  const lock = await first.take(KEY);
  await expect(second.take(KEY)).rejects.toMatchObject({ code: 'key-in-use', params: { keyId: KEY } });
  (await second.take('hid:/dev/hidraw4')).release(true);
  const waiting = openKeyLocks(folder).take(KEY);
  setTimeout(() => lock.release(true), 30);
  (await waiting).release(true);
  expect(readdirSync(folder)).toEqual([]);
});

test('waiting is given up when it is canceled', async () => {
  const lock = await openKeyLocks(folder).take(KEY);
  const abort = new AbortController();
  const waiting = openKeyLocks(folder).take(KEY, abort.signal);
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  lock.release(true);
});

test('a Keydesk that is killed lets go, and leaves a note on which channel its key may wait', async () => {
  const module = join(import.meta.dirname, '../../../../src/main/services/keys/keyLock.ts');
  const program = `
    import { openKeyLocks } from ${JSON.stringify(module)};
    const lock = await openKeyLocks(${JSON.stringify(folder)}).take(${JSON.stringify(KEY)});
    lock.sends(0x01020304);
    console.log('sent');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    program,
  ]);
  await new Promise(resolve => child.stdout.once('data', resolve));
  const locks = openKeyLocks(folder, 0);
  expect(locks.tryTake(KEY)).toBeUndefined();
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(locks.abandoned()).toEqual([KEY]);
  const lock = await locks.take(KEY);
  expect(lock.abandoned).toBe(0x01020304);
  lock.settle();
  lock.release(true);
  expect(locks.abandoned()).toEqual([]);
});

test('a note warns no longer than a key may wait for a touch', async () => {
  const locks = openKeyLocks(folder);
  const lock = await locks.take(KEY);
  lock.sends(7);
  lock.release(false);
  vi.useFakeTimers({ now: Date.now() + 121_000, toFake: ['Date'] });
  expect((await locks.take(KEY)).abandoned).toBeUndefined();
  expect(locks.abandoned()).toEqual([]);
});

test.each([
  ['there is no folder', () => undefined],
  [
    'the folder cannot be made',
    () => {
      writeFileSync(join(folder, 'file'), '');
      return join(folder, 'file', 'locks');
    },
  ],
])('keys are used without a lock where %s', async (_, where) => {
  const locks = openKeyLocks(where());
  const lock = await locks.take(KEY);
  lock.sends(1);
  await locks.take(KEY);
  lock.release(true);
  expect(locks.abandoned()).toEqual([]);
});

test('a note that is cut off is none', async () => {
  const locks = openKeyLocks(folder);
  const lock = await locks.take(KEY);
  lock.sends(7);
  lock.release(false);
  const [note = ''] = readdirSync(folder);
  writeFileSync(join(folder, note), '{"keyId":');
  expect(locks.abandoned()).toEqual([]);
  expect(existsSync(join(folder, note))).toBe(false);
});
