import { afterEach, expect, test, vi } from 'vitest';
import { print, printFailure, tell } from '../../src/cli/output.ts';

/** What a terminal takes for a command, or for a line of its own. */
const COMMANDS = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const EVIL = 'a\u001b[2J\u0007\r\n{"ok":true}\u009b\u202e\u2066\u2028z';
const SHOWN = 'a�[2J���{"ok":true}����z';

afterEach(() => void vi.restoreAllMocks());

function written(stream: NodeJS.WriteStream, work: () => void): string {
  const write = vi.spyOn(stream, 'write').mockReturnValue(true);
  work();
  return write.mock.calls.map(([text]) => String(text)).join('');
}

test('an answer in lines has no control characters but its line ends', () => {
  expect(written(process.stdout, () => print(false, {}, () => [EVIL, 'two']))).toBe(`${SHOWN}\ntwo\n`);
});

test('nor has a step', () => {
  expect(written(process.stderr, () => tell(EVIL))).toBe(`${SHOWN}\n`);
});

test('nor has a failure', () => {
  const failure = { code: 'key-not-found', params: { keyId: EVIL } } as const;
  const text = written(process.stderr, () => printFailure(false, { ...failure, cause: [EVIL] }));
  expect(text).not.toMatch(COMMANDS);
  expect(text.split('\n')).toHaveLength(4);
  expect(text).toContain(`(${SHOWN})`);
});

test('an answer in JSON is what it was', () => {
  expect(JSON.parse(written(process.stdout, () => print(true, { text: EVIL }, () => [])))).toEqual({ text: EVIL });
});
