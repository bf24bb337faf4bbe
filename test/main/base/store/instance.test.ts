import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registerInstance } from '../../../../src/main/base/store/instance.ts';
import { openKeyLocks } from '../../../../src/main/services/keys/keyLock.ts';

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-instance-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const source = (path: string) => JSON.stringify(new URL(`../../../../src/main/${path}`, import.meta.url).href);
const locks = (within = 'instances') => readdirSync(join(folder, within)).filter(name => name.endsWith('.lock'));

/** A process of its own that runs some lines of a module. */
function run(code: string): ChildProcess {
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Another Keydesk on the same folder. Resolves with its id once it is registered. */
async function another(): Promise<{ id: string; kill(): Promise<void> }> {
  const child = run(`
    import { registerInstance } from ${source('base/store/instance.ts')};
    process.stdout.write(registerInstance(${JSON.stringify(folder)}).id);
    setInterval(() => undefined, 1000);`);
  const [id] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
  return {
    id: String(id),
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('lock files', () => {
  test('of processes that died are deleted at the next start, those of living ones stay', async () => {
    const [dead, living] = await Promise.all([another(), another()]);
    await dead.kill();
    expect(locks()).toHaveLength(2);
    writeFileSync(join(folder, 'instances', 'notes.txt'), 'not a lock');
    const mine = registerInstance(folder);
    expect(locks().toSorted()).toEqual([`${living.id}.lock`, `${mine.id}.lock`].toSorted());
    expect(existsSync(join(folder, 'instances', 'notes.txt'))).toBe(true);
    expect([mine.isAlive(living.id), mine.isAlive(dead.id), mine.isAlive(mine.id)]).toEqual([true, false, true]);
    // Looking at a living one takes nothing from it.
    registerInstance(folder).close();
    expect(mine.isAlive(living.id)).toBe(true);
    await living.kill();
    expect(mine.isAlive(living.id)).toBe(false);
    mine.close();
    expect(locks()).toEqual([]);
  });

  test('that cannot be locked for another reason count as held, and the log says why, once', () => {
    const told: string[] = [];
    const mine = registerInstance(folder, message => told.push(message));
    expect(told).toEqual([]);
    mkdirSync(join(folder, 'instances', 'odd.lock'));
    for (let i = 0; i < 3; i++) expect(mine.isAlive('odd')).toBe(true);
    expect(told).toEqual([expect.stringMatching(/^a lock of another Keydesk: file-\w+ .*odd\.lock$/)]);
    // The next start meets it too.
    registerInstance(folder, message => told.push(message)).close();
    expect(told).toHaveLength(2);
    mine.close();
  });

  test('with anything in them are held by nobody: a lock leaves its file empty', () => {
    const told: string[] = [];
    const mine = registerInstance(folder, message => told.push(message));
    writeFileSync(join(folder, 'instances', 'cut.lock'), 'x'.repeat(5000));
    expect(mine.isAlive('cut')).toBe(false);
    expect([locks(), told]).toEqual([[`${mine.id}.lock`], []]);
    mine.close();
  });

  test('belong to this user alone', () => {
    const mine = registerInstance(folder);
    const modes = [join(folder, 'instances'), join(folder, 'instances', `${mine.id}.lock`)].map(
      path => statSync(path).mode & 0o077,
    );
    expect(process.platform === 'win32' ? [0, 0] : modes).toEqual([0, 0]);
    mine.close();
  });

  test('of keys are swept too; a request that a dead process left on a key is still known', async () => {
    const code = `
      import { openKeyLocks } from ${source('services/keys/keyLock.ts')};
      const locks = openKeyLocks(${JSON.stringify(folder)});
      (await locks.take('left')).sends(7);
      process.stdout.write('taken');
      setInterval(() => undefined, 1000);`;
    const child = run(code);
    await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
    const living = openKeyLocks(folder);
    expect(locks('.')).toHaveLength(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const own = await living.take('own');
    const next = openKeyLocks(folder);
    expect(next.abandoned()).toEqual(['left']);
    // This process's own lock stays locked for others.
    expect(next.tryTake('own')).toBeUndefined();
    expect(locks('.')).toHaveLength(1);
    own.release(true);
    expect((await next.take('left')).abandoned).toBe(7);
  });

  test('are never taken from a process that is just starting, however many start and sweep at once', async () => {
    mkdirSync(join(folder, 'instances'));
    const code = `
      import { existsSync } from 'node:fs';
      import { registerInstance } from ${source('base/store/instance.ts')};
      const folder = ${JSON.stringify(folder)};
      let lost = 0;
      for (let i = 0; i < 60; i++) {
        const mine = registerInstance(folder);
        if (!existsSync(folder + '/instances/' + mine.id + '.lock')) lost++;
        mine.close();
      }
      process.stdout.write(String(lost));`;
    const lost = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const child = run(code);
        const [text] = await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
        return Number(text);
      }),
    );
    expect(lost).toEqual([0, 0, 0, 0]);
    expect(locks()).toEqual([]);
  });
});
