import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { print, printFailure, tell, tellProgress } from '../../src/cli/output.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { listTable, table } from '../../src/cli/table.ts';

/** What a terminal takes for a command, or for a line of its own, and what nobody sees. */
const COMMANDS = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const EVIL = 'a\u001b[2J\u0007\r\n{"ok":true}\u009b\u202e\u2066\u2028\u200b\ufeff\u00adz';
const SHOWN = 'a\\u{1b}[2J\\u{7}\\u{d}\\u{a}{"ok":true}\\u{9b}\\u{202e}\\u{2066}\\u{2028}\\u{200b}\\u{feff}\\u{ad}z';

afterEach(() => void vi.restoreAllMocks());

function written(stream: NodeJS.WriteStream, work: () => void): string {
  const write = vi.spyOn(stream, 'write').mockReturnValue(true);
  try {
    work();
  } catch {
    // Commander throws after it told what is wrong.
  }
  const text = write.mock.calls.map(([written]) => String(written)).join('');
  write.mockRestore();
  return text;
}

describe('hidden characters are shown as code points', () => {
  test('in an answer in lines, which keeps its line ends', () => {
    expect(written(process.stdout, () => print(false, {}, () => [EVIL, 'two']))).toBe(`${SHOWN}\ntwo\n`);
  });

  test('in a step', () => {
    expect(written(process.stderr, () => tell(EVIL))).toBe(`${SHOWN}\n`);
  });

  test('in progress', () => {
    expect(written(process.stderr, () => tellProgress(EVIL))).toBe(`\r\u001b[K${SHOWN}`);
  });

  test('in a failure', () => {
    const failure = { code: 'key-not-found', params: { keyId: EVIL } } as const;
    const text = written(process.stderr, () => printFailure(false, { ...failure, cause: [`why: ${EVIL}`] }));
    expect(text).not.toMatch(COMMANDS);
    expect(text.split('\n')).toHaveLength(4);
    expect(text).toContain(`(why: ${SHOWN})`);
  });

  test.each([
    ['a command', [`x${EVIL}`]],
    ['an option', ['users', 'list', `--${EVIL}`]],
    ['a value', ['enroll', '--user', 'u', '--random-pin', EVIL]],
  ])('in what is said about %s that is not known', (_, args) => {
    const text = written(process.stderr, () => buildProgram().parse(['node', 'keydesk', ...args]));
    expect(text).toContain('\\u{1b}[2J');
    expect(text).not.toMatch(COMMANDS);
  });

  test('but in JSON they are escaped, so that its value is what it was', () => {
    const tag = '\u{e0041}';
    const text = written(process.stdout, () => print(true, { text: EVIL + tag }, () => []));
    expect(text).not.toMatch(COMMANDS);
    expect(JSON.parse(text)).toEqual({ text: EVIL + tag });
  });

  test('and not in emoji and words that are spelled with joiners', () => {
    const family = '👩🏽‍🚒 می‌خواهم ❤️';
    expect(written(process.stdout, () => print(false, {}, () => [family]))).toBe(`${family}\n`);
    expect(written(process.stdout, () => print(false, {}, () => ['user\u200d1']))).toBe('user\\u{200d}1\n');
  });
});

describe('a command with --json', () => {
  const failure = { code: 'cancelled', params: {} } as const;
  const fresh = async () => {
    vi.resetModules();
    return import('../../src/cli/output.ts');
  };

  test('answers once: a failure after the answer is printed on stderr', async () => {
    const output = await fresh();
    const answer = written(process.stdout, () => output.print(true, { ok: true }, () => []));
    expect(JSON.parse(answer)).toEqual({ ok: true });
    const [words, more] = await both(async () => output.printFailure(true, failure));
    expect(words).toMatch(/canceled|cancelled/i);
    expect(more).toBe('');
  });

  test('drops an answer after the failure that ended it, in words too, but not a secret', async () => {
    for (const json of [true, false]) {
      const output = await fresh();
      await both(async () => {
        output.printFailure(json, failure);
        output.endAnswers();
      });
      expect(await both(async () => output.print(json, { ok: true }, () => ['late']))).toEqual(['', '']);
    }
    const output = await fresh();
    await both(async () => output.printFailure(true, failure));
    const [words, answer] = await both(() => output.printOnce(true, { secret: 's' }, () => ['Secret: s']));
    expect(answer).toBe('');
    // Without a terminal here, the secret goes to stderr if that is a pipe, and is named as lost otherwise.
    expect(words).toMatch(/Secret: s|could not be shown/);
  });

  /** What is written to stderr and to stdout. */
  async function both(work: () => Promise<unknown>): Promise<[string, string]> {
    const streams = [process.stderr, process.stdout].map(stream => {
      const write = vi.spyOn(stream, 'write').mockImplementation((_text, done) => {
        if (typeof done === 'function') (done as (error?: Error) => void)();
        return true;
      });
      return () => write.mock.calls.map(([text]) => String(text)).join('');
    });
    await work();
    const [err = '', out = ''] = streams.map(text => text());
    vi.restoreAllMocks();
    return [err, out];
  }
});

test('commands write by output.ts and writing.ts alone', () => {
  const folder = join(import.meta.dirname, '../../src/cli');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
  const others = files.filter(file => !['writing.ts'].includes(file));
  const offenders = others.filter(file =>
    /\bstd(out|err)\.write|\bconsole\.|writeSync/.test(readFileSync(join(folder, file), 'utf8')),
  );
  expect(offenders).toEqual([]);
});

describe('a list', () => {
  test('has headings and columns that are aligned by what a terminal shows', () => {
    const lines = listTable('Name|Place', [
      ['김민준', 'Seoul'],
      ['Zoe\u0308', 'Paris'],
      ['👩🏽‍🚒', 'Rome'],
    ]);
    expect(lines).toEqual(['NAME    PLACE', '김민준  Seoul', 'Zoe\u0308     Paris', '👩🏽‍🚒      Rome']);
  });

  test('can be split at two spaces: no cell is empty or holds two', () => {
    const lines = listTable('One|Two|Three', [
      ['', 'a   b', ''],
      ['x', '', 'z'],
    ]);
    expect(lines.map(line => line.split(/ {2,}/))).toEqual([
      ['ONE', 'TWO', 'THREE'],
      ['-', 'a b', '-'],
      ['x', '-', 'z'],
    ]);
  });

  test('counts an escape sequence as it is shown', () => {
    expect(
      table([
        ['\u001b[31m', 'x'],
        ['abc', 'y'],
      ]).map(line => line.indexOf(line.slice(-1))),
    ).toEqual([12, 12]);
  });
});
