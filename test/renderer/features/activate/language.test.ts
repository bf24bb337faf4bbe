import { describe, expect, test } from 'vitest';
import { signInPageLanguages } from '../../../../src/contract/activation/signInPageWords.ts';
import { type ErrorCode, errorCodes } from '../../../../src/contract/errors/errors.ts';
import { subjectOf } from '../../../../src/contract/errors/subjects.ts';
import { languages, told } from '../../../../src/renderer/features/activate/language/language.ts';

const tags = Object.keys(languages);
const say = (tag: string, code: ErrorCode) => {
  const words = languages[tag];
  if (words === undefined) throw new Error(tag);
  const person = 'user2@contoso.example';
  return told(words, { code, params: { user: person, name: person, host: 'h', retries: 3, minutes: 2 } });
};

describe.each(tags)('what users read in %s', tag => {
  test.each(errorCodes)('of %s is for users, and has no name in it', code => {
    const { message, next } = say(tag, code);
    const text = `${message} ${next}`;
    expect(text).not.toMatch(/@|Settings|keydesk |Entra|app registration|administrator|Activity|belongs to|undefined/);
    expect(message).toMatch(/[.!]$/);
    expect(next).toMatch(/[.!]$/);
  });

  test('has words of its own for everything that can reach a station', () => {
    const other = languages[tag]?.otherError;
    for (const code of errorCodes.filter(each => subjectOf(each) !== 'staff')) {
      expect([code, say(tag, code)]).not.toEqual([code, other]);
    }
  });

  test('goes on in the browser after the sign-in', () => {
    expect(signInPageLanguages[tag]?.signedIn.title).toBeTruthy();
  });
});

test('no language speaks another one’s words', () => {
  for (const code of errorCodes) expect(say('de', code)).not.toEqual(say('en', code));
  for (const page of ['signedIn', 'failed'] as const) {
    expect(signInPageLanguages.de?.[page]).not.toEqual(signInPageLanguages.en?.[page]);
  }
});
