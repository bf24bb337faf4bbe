import { describe, expect, test } from 'vitest';
import { valueWords } from '../../src/contract/activity/words.ts';
import { signInKinds } from '../../src/contract/connections/schema.ts';
import { type ErrorCode, type ErrorParams, errorCodes } from '../../src/contract/errors/errors.ts';
import { wordsFor } from '../../src/contract/errors/words.ts';

const PARAMS: ErrorParams[] = [
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
];

describe('the words of errors', () => {
  test.each(errorCodes)('%s says what happened and what to do next, with or without facts', code => {
    for (const params of PARAMS) {
      const { message, next } = wordsFor({ code, params });
      expect(message).not.toBe('');
      expect(next).toMatch(/[.)]$/);
      expect(`${message} ${next}`).not.toMatch(/undefined|null|\[object|\(\w+: /);
    }
  });

  /** About commands themselves; only a command unlocks a station or gives a record back what it lost; and with these folders no window opens. */
  const OF_COMMANDS: ErrorCode[] = [
    ...(['usage', 'output-closed', 'station-locked', 'database-foreign', 'file-read-only'] as const),
    ...(['data-folder-unwritable', 'data-folder-foreign', 'data-folder-exposed', 'data-folder-on-network'] as const),
    ...(['data-folder-owner-unknown', 'record-rewound'] as const),
  ];
  test.each(errorCodes.filter(code => !OF_COMMANDS.includes(code)))('%s advises no command in the window', code => {
    for (const params of PARAMS) {
      const { message, next } = wordsFor({ code, params });
      expect(`${message} ${next}`).not.toMatch(/keydesk [a-z]+ [a-z]|command line|--[a-z]|KEYDESK_(CLIENT|WEBHOOK)/);
    }
  });

  test.each(errorCodes)('%s does not send a reader of Check connection to Check connection', code => {
    for (const params of PARAMS) {
      for (const face of ['check', 'command-check'] as const) {
        expect(wordsFor({ code, params }, face).next).not.toMatch(/Check connection|connection check/);
      }
    }
  });

  test('name commands at the command line', () => {
    expect(wordsFor({ code: 'fingerprint-required', params: {} }, 'command').next).toContain(
      'keydesk keys fingerprints add',
    );
  });
});

test.each(signInKinds)('the activity log has words for the sign-in %s', kind => {
  expect(valueWords('signIn', kind)).not.toBe(kind);
});
