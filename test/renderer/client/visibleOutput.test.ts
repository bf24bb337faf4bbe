import { ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../src/renderer/client/failure.ts';
import { showHiddenTexts } from '../../../src/renderer/client/visibleOutput.ts';

const NAME = 'Anna\u202etxt.exe\u200b\u2068 Meier';
const SHOWN = 'Anna\\u{202e}txt.exe\\u{200b}\\u{2068} Meier';
const output = (value: unknown) => showHiddenTexts({ next: async () => value });

describe('the window receives no hidden character from the core', () => {
  test('in the output of a call, at any depth', async () => {
    expect(await output({ rows: [{ name: NAME, n: 1, none: null }], [NAME]: [NAME] })).toEqual({
      rows: [{ name: SHOWN, n: 1, none: null }],
      [SHOWN]: [SHOWN],
    });
  });

  test('in the events of a stream', async () => {
    const events = (async function* () {
      yield { name: NAME };
    })();
    const stream = (await output(events)) as AsyncIterator<unknown>;
    expect(await stream.next()).toMatchObject({ value: { name: SHOWN } });
    expect(await stream.next()).toMatchObject({ done: true });
  });

  test('in a failure', async () => {
    const data = { code: 'user-not-found', params: { user: NAME }, cause: [NAME] };
    const failing = showHiddenTexts({
      next: () => Promise.reject(new ORPCError('KEYDESK', { defined: true, data })),
    });
    const error = await failing.catch((thrown: unknown) => thrown);
    expect(failureOf(error)).toEqual({ code: 'user-not-found', params: { user: SHOWN }, cause: [SHOWN] });
  });
});

test('names of right-to-left languages, emoji, and line breaks do not change', async () => {
  const value = { names: ['שרה כהן', 'نازنین', 'می\u200cخواهم', '👩\u200d🚒', 'two\nlines'] };
  expect(await output(value)).toEqual(value);
});

test('a part of an exported file does not change', async () => {
  expect(await output(NAME)).toBe(NAME);
});
