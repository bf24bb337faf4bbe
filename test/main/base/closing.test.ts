import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeydeskError } from '../../../src/contract/errors/errors.ts';
import { toFailure } from '../../../src/contract/errors/failure.ts';
import { wordsFor } from '../../../src/contract/errors/words.ts';
import { openFoundation } from '../../../src/main/app/foundation.ts';
import { closeInOrder } from '../../../src/main/base/closing.ts';
import { testServices } from '../app/shellServices.ts';
import { failureOf } from '../services/graph/failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-closing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('closing', () => {
  test('goes on if a part fails, and reports all failures in words', async () => {
    const closed: string[] = [];
    const part = (name: string, error?: unknown) =>
      [
        name,
        async () => {
          closed.push(name);
          if (error !== undefined) throw error;
        },
      ] as const;
    const inner = () =>
      closeInOrder([part('database', new KeydeskError('disk-full', { file: 'keydesk.db' })), part('lock')]);
    const failure = await failureOf(() =>
      closeInOrder([
        part('imports'),
        part('webhooks', new TypeError('x is not a function')),
        ['store', inner],
        part('end'),
      ]),
    );
    expect(closed).toEqual(['imports', 'webhooks', 'database', 'lock', 'end']);
    const { message } = wordsFor(toFailure(failure));
    expect(message).toContain('webhooks: Keydesk ran into an internal error.');
    expect(message).toContain('database: The disk has no space for what Keydesk writes to “keydesk.db”.');
    expect(toFailure(failure).cause).toContain('TypeError: x is not a function');
    await closeInOrder([part('a')]);
  });

  test('a core that does not start leaves nothing open', async () => {
    writeFileSync(join(folder, 'settings.json'), '[]');
    const options = { dataFolder: folder, practice: false, services: testServices() };
    expect(await failureOf(() => openFoundation(options))).toMatchObject({ code: 'settings-damaged' });
    // The log of the database goes into the file when the last connection closes.
    expect(readdirSync(folder).filter(name => name.startsWith('keydesk.db'))).toEqual(['keydesk.db']);
  });
});

/** Runs some lines of a module as a process of its own. */
async function run(code: string) {
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code]);
  let stderr = '';
  child.stderr.on('data', part => {
    stderr += String(part);
  });
  const exit = await new Promise<number | null>(resolve => child.on('exit', resolve));
  return { exit, stderr };
}

describe('an error that no code handles', () => {
  const fatal = JSON.stringify(new URL('../../../src/main/base/fatalErrors.ts', import.meta.url).href);
  const errors = JSON.stringify(new URL('../../../src/contract/errors/errors.ts', import.meta.url).href);
  const begin = `
    import { onFatalError, tellOnStderr } from ${fatal};
    import { KeydeskError } from ${errors};
    onFatalError(failure => tellOnStderr('keydesk', failure));
    setInterval(() => undefined, 1000);`;
  test.each([
    ['thrown later', `setTimeout(() => { throw new KeydeskError('disk-full', { file: 'f' }); })`, 'disk has no space'],
    ['a rejection', `void Promise.reject(new KeydeskError('disk-full', { file: 'f' }))`, 'disk has no space'],
    ['thrown at the start', `throw new TypeError('x is not a function')`, 'an internal error'],
    ['awaited at the start', `await Promise.reject(new TypeError('x is not a function'))`, 'an internal error'],
    ['no error at all', `void Promise.reject(undefined)`, 'an internal error'],
    ['two at once', `void Promise.reject(1); void Promise.reject(2); void Promise.reject(3)`, 'an internal error'],
  ])('%s ends the process with words and exit code 1', async (_, code, words) => {
    const { exit, stderr } = await run(`${begin}\n${code}`);
    expect(exit).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n\s+at |node:internal|Node\.js v/);
    expect(
      stderr
        .trim()
        .split('\n')
        .every(line => line.startsWith('keydesk: ')),
    ).toBe(true);
  });
});
