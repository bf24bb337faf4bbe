import { describe, expect, test } from 'vitest';
import { activationErrorCodes } from '../../../../src/contract/activationErrors.ts';
import { type ErrorCode, errorCodes } from '../../../../src/contract/errors.ts';
import { signInPageLanguages } from '../../../../src/contract/signInPageWords.ts';
import { REFUSED_KEY } from '../../../../src/main/activation/refusedKey.ts';
import { languages, told } from '../../../../src/renderer/features/activate/language/language.ts';

const STAFF = ['station-locked', 'activation-code-not-found'];
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

  test('has words of its own for what can go wrong with an activation', () => {
    const other = languages[tag]?.otherError;
    const own = [...activationErrorCodes.filter(code => !STAFF.includes(code)), ...REFUSED_KEY];
    for (const code of own) expect([code, say(tag, code)]).not.toEqual([code, other]);
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
