import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../src/contract/errors.ts';
import { wordsFor } from '../../src/contract/words.ts';

describe('the words of errors', () => {
  test.each(errorCodes)('%s says what happened and what to do next, with or without facts', code => {
    for (const params of [
      {},
      {
        user: 'u',
        keyId: 'k',
        retries: 1,
        count: 2,
        rule: 'too-short',
        minLength: 6,
        graphMessage: 'no',
        requestId: 'r',
      },
      {
        what: 'uv',
        reason: 'bad',
        status: '0x7e',
        length: 3,
        file: 'f',
        host: 'h',
        path: 'p',
        detail: 'd',
        phase: 'users',
      },
    ]) {
      const { message, next } = wordsFor({ code, params });
      expect(message).not.toBe('');
      expect(next).toMatch(/[.)]$/);
      expect(`${message} ${next}`).not.toMatch(/undefined|null|\[object|\(\w+: /);
    }
  });
});
