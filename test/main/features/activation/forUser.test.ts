import { describe, expect, test } from 'vitest';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { forUser } from '../../../../src/main/features/activation/forUser.ts';

const params = { retries: 3, blocked: true, refused: false, name: 'Mia', address: 'https://x.example', none: null };
const left = { retries: 3, blocked: true, refused: false };

describe('a failure for the window of a station', () => {
  test.each([
    ['thrown', new KeydeskError('graph-forbidden', params, { cause: new Error('a word of a server') })],
    ['as data', { code: 'graph-forbidden', params, cause: ['a word of a server'] }],
  ])('%s keeps its code, numbers and yes or no, and no text', (_, thrown) => {
    expect(forUser(thrown)).toStrictEqual({ code: 'graph-forbidden', params: left });
  });

  test('names the rule that a PIN breaks, and nothing else in words', () => {
    const rule = { rule: 'weak', weakness: 'sequence', minimum: 6, detail: 'a word of a server' };
    const kept = { rule: 'weak', weakness: 'sequence', minimum: 6 };
    expect(forUser(new KeydeskError('pin-breaks-rule', rule))).toStrictEqual({ code: 'pin-breaks-rule', params: kept });
    expect(forUser(new KeydeskError('pin-wrong', rule)).params).toStrictEqual({ minimum: 6 });
  });

  test.each([
    ['an error of another kind', new Error('secret')],
    ['an error that looks like a failure', Object.assign(new Error('secret'), { code: 'no-key', params: {} })],
    ['data of an unknown code', { code: 'made-up', params: {} }],
    ['a text', 'secret'],
    ['nothing', undefined],
  ])('says no more of %s than that it is internal', (_, thrown) => {
    expect(forUser(thrown)).toStrictEqual({ code: 'internal', params: {} });
  });
});
