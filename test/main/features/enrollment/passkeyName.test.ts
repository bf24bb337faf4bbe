import { expect, test } from 'vitest';
import { passkeyName } from '../../../../src/main/features/enrollment/options.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';

const key = { summary: { product: 'Key one' } } as OpenKey;

test.each([
  ['spaces around it', '  Key of Mia ', 'Key of Mia'],
  ['a tab and a mark of direction', 'Key\tof \u202eMia', 'Key of Mia'],
  ['zero-width spaces', 'Key\u200b of\ufeff Mia', 'Key of Mia'],
  ['a line end and a no-break space', 'Key\u00a0of\r\nMia', 'Key of Mia'],
  ['a filler', 'Key\u3164 of Mia', 'Key of Mia'],
])('a name with %s is registered as it is read', (_, typed, name) => {
  expect(passkeyName(key, typed)).toBe(name);
});

test('the joiners of emoji and of Persian words stay', () => {
  expect(passkeyName(key, 'Mia 👩‍💻')).toBe('Mia 👩‍💻');
  expect(passkeyName(key, 'علی\u200cرضا')).toBe('علی\u200cرضا');
});

test.each(['', ' ', '\u200b\u200b', '\u3164', '\u202e\t', 'x'.repeat(31)])('the name %j is refused', typed => {
  const params = { detail: 'passkey-name', max: 30 };
  expect(() => passkeyName(key, typed)).toThrow(expect.objectContaining({ code: 'invalid-input', params }));
});

test.each(['x', 'x'.repeat(30)])('the name %j is taken', typed => {
  expect(passkeyName(key, typed)).toBe(typed);
});

test('without a name it is the product’s', () => {
  expect(passkeyName(key, undefined)).toBe('Key one');
});
