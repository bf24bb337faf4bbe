import { describe, expect, test } from 'vitest';
import { signInPageLanguages } from '../../../../src/contract/activation/signInPageWords.ts';
import { type ErrorCode, errorCodes } from '../../../../src/contract/errors/errors.ts';
import { errorSubjectOf } from '../../../../src/contract/errors/subjects.ts';
import { told } from '../../../../src/renderer/features/activate/language.ts';
import { type Language, languages, wordsOf } from '../../../../src/words/say.ts';

const say = (language: Language, code: ErrorCode) => {
  const person = 'user2@contoso.example';
  return told({ code, params: { user: person, name: person, host: 'h', retries: 3, minutes: 2 } }, language);
};

describe.each(languages)('what users read in %s', language => {
  test.each(errorCodes)('of %s is for users, and has no name in it', code => {
    const { message, next } = say(language, code);
    const text = `${message} ${next}`;
    expect(text).not.toMatch(/@|Settings|keydesk |Entra|app registration|administrator|Activity|belongs to|undefined/);
    expect(message).toMatch(/[.!]$/);
    expect(next).toMatch(/[.!]$/);
  });

  test('has words of its own for everything that can reach a station', () => {
    const { message, next } = wordsOf('stationErrors', language).other;
    for (const code of errorCodes.filter(each => errorSubjectOf(each) !== 'staff')) {
      expect([code, say(language, code)]).not.toEqual([code, { message, next }]);
    }
  });

  test('goes on in the browser after the sign-in', () => {
    expect(signInPageLanguages[language]?.signedIn.title).toBeTruthy();
  });
});

test('no language speaks another one’s words', () => {
  for (const code of errorCodes) expect(say('de', code)).not.toEqual(say('en', code));
  for (const page of ['signedIn', 'failed'] as const) {
    expect(signInPageLanguages.de?.[page]).not.toEqual(signInPageLanguages.en?.[page]);
  }
});
