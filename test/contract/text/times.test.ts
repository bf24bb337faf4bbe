import { afterEach, describe, expect, test, vi } from 'vitest';
import { valueWords } from '../../../src/contract/activity/words.ts';
import { wordsFor } from '../../../src/contract/errors/words.ts';
import { timeText } from '../../../src/contract/text/times.ts';
import { speak } from '../../../src/words/say.ts';

afterEach(() => {
  speak('en');
  vi.unstubAllEnvs();
});

describe('a time for people', () => {
  test.each([
    ['en', 'en-US', 'Nov 27, 2026, 5:05:09 PM'],
    ['en', 'en-GB', '27 Nov 2026, 17:05:09'],
    ['de', 'de-DE', '27.11.2026, 17:05:09'],
    ['de', 'de-AT', '27.11.2026, 17:05:09'],
  ] as const)('in %s has the form of %s', (language, locale, text) => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    speak(language, locale);
    expect(timeText('2026-11-27T16:05:09.123Z')).toBe(text);
  });

  test.each(['America/Los_Angeles', 'Pacific/Auckland'])('without a time of day stays the same day in %s', zone => {
    vi.stubEnv('TZ', zone);
    expect(timeText('2026-11-27')).toBe('Nov 27, 2026');
    expect(timeText('2026-11-27', 'de')).toBe('27.11.2026');
  });

  test.each(['', 'yesterday', 'Nov 27', '2026', '2026-13-41T99:00Z', '20261127'])('leaves "%s" unchanged', text => {
    expect(timeText(text)).toBe(text);
  });
});

test('errors and facts show their times in the form of the language', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  speak('de');
  const now = '2026-11-27T16:05:09.123Z';
  expect(wordsFor({ code: 'expiry-over', params: { now } }).message).toContain('27.11.2026, 17:05:09');
  const dates = { from: '2026-01-01', until: '2026-12-31' };
  expect(wordsFor({ code: 'attestation-expired', params: dates }).message).toContain('von 01.01.2026 bis 31.12.2026');
  const reason = { reason: 'list-dates', ...dates };
  expect(wordsFor({ code: 'metadata-untrusted', params: reason }).message).toContain('von 01.01.2026 bis 31.12.2026');
  expect(wordsFor({ code: 'certificate-expired', params: { notAfter: '2026-01-01' } }).message).toContain('01.01.2026');
  expect(valueWords('expiresAt', now)).toBe('27.11.2026, 17:05:09');
});
