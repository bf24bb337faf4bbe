import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { wordsFor } from '../../src/contract/errors/words.ts';
import {
  commas,
  directionOf,
  duration,
  isolateArguments,
  list,
  locale,
  number,
  preferred,
  sizeText,
  speak,
  spokenLanguage,
  wordsOf,
} from '../../src/words/say.ts';

afterEach(() => speak('en'));

describe('the language', () => {
  test.each([
    [['de-AT', 'en'], 'de', 'de-AT'],
    [['DE'], 'de', 'de'],
    [['fr', 'de-CH'], 'de', 'de-CH'],
    [['en-GB'], 'en', 'en-GB'],
    [['ja'], 'en', 'en'],
    [['not a tag', 'de'], 'de', 'de'],
    [[], 'en', 'en'],
    // Only tests speak a pseudo-language.
    [['en-XA'], 'en', 'en'],
    [['ar-XB', 'de'], 'de', 'de'],
  ])('of %j is %s, in the form of %s', (wanted, language, form) => {
    const found = preferred(wanted);
    expect(found.language).toBe(language);
    expect(found.locale.toLowerCase().startsWith(form.toLowerCase())).toBe(true);
  });

  test('of a test may be a pseudo-language', () => {
    expect(preferred(['en-XA'], true).language).toBe('en-XA');
    expect(preferred(['ar-XB'], true).language).toBe('ar-XB');
  });

  test('changes all words at once, also those that were taken before', () => {
    const words = wordsOf('window');
    expect(words.cancel).toBe('Cancel');
    const english = wordsFor({ code: 'not-connected', params: {} }).next;
    speak('de');
    expect(words.cancel).toBe('Abbrechen');
    expect(wordsFor({ code: 'not-connected', params: {} }).next).not.toBe(english);
    expect(wordsOf('window', 'en').cancel).toBe('Cancel');
  });

  test('of a pseudo-language is English in brackets, and one of the two is from right to left', () => {
    speak('ar-XB');
    expect(wordsOf('window').cancel).toMatch(/^⟦.+⟧$/);
    expect(spokenLanguage()).toBe('en');
    expect([directionOf('ar-XB'), directionOf('en-XA'), directionOf('de')]).toEqual(['rtl', 'ltr', 'ltr']);
    expect(() => new Intl.DateTimeFormat(locale())).not.toThrow();
  });
});

describe('facts are in the form of the language', () => {
  test('lists, numbers, sizes and durations', () => {
    expect([list(['a', 'b', 'c'], 'en'), list(['a', 'b', 'c'], 'de')]).toEqual(['a, b, and c', 'a, b und c']);
    expect([commas(['a', 'b', 'c'], 'en'), commas(['a', 'b', 'c'], 'de')]).toEqual(['a, b, c', 'a, b und c']);
    expect([number(12345.5, 'en'), number(12345.5, 'de')]).toEqual(['12,345.5', '12.345,5']);
    expect([sizeText(2_500_000, 'en'), sizeText(2_500_000, 'de')]).toEqual(['2.5 MB', '2,5 MB']);
    expect([duration(150, 'en'), duration(150, 'de')]).toEqual([
      expect.stringMatching(/3 min/),
      expect.stringMatching(/3 Min/),
    ]);
  });
});

describe('a name in a message', () => {
  const lastRun = (time: string | null) => wordsOf('workflowsPage').lastRun({ time });

  test.each(['null', 'other', 'true', 'constructor', '__proto__'])('may be %s', name => {
    expect(lastRun(name)).toBe(`Last run ${name}`);
    expect(lastRun(null)).not.toContain('Last run');
  });

  test('is isolated from the sentence in the window if it is written from right to left, and only there', () => {
    // The window does this for its whole life. A test of the window may have run in this process before.
    isolateArguments(false);
    onTestFinished(() => isolateArguments(false));
    expect(lastRun('שרה')).toBe('Last run שרה');
    isolateArguments();
    expect(lastRun('שרה')).toBe('Last run \u2068שרה\u2069');
    expect(lastRun('نازنین')).toBe('Last run \u2068نازنین\u2069');
    expect(commas(['שרה', 'Anna'], 'en')).toBe('\u2068שרה\u2069, Anna');
    expect(list(['שרה', 'Anna'], 'de')).toBe('\u2068שרה\u2069 und Anna');
    expect(lastRun('Anna')).toBe('Last run Anna');
    speak('ar-XB');
    expect(lastRun('Anna')).toContain('\u2068Anna\u2069');
    // A code chooses its text in every direction.
    expect(lastRun(null)).not.toContain('\u2068');
  });
});
