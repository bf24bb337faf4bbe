import { describe, expect, test } from 'vitest';
import { enrollmentRequestSchema } from '../../src/contract/enrollment.ts';
import { cleanPasted, pasted } from '../../src/contract/pasted.ts';
import { userRef } from '../../src/contract/procedure.ts';

describe('what a person pastes', () => {
  test.each([
    ['spaces of a spreadsheet', '  user1@contoso.example '],
    ['a no-break space', '\u00a0user1@contoso.example\u202f'],
    ['zero-width characters', 'user1\u200b@contoso\u200d.example\ufeff'],
    ['a soft hyphen from a web page', 'user1@con\u00adtoso.example'],
    ['marks of direction', '\u202auser1@contoso.example\u202c'],
    ['a tab and a line end of a cell', '\tuser1@contoso.example\r\n'],
  ])('is cleaned of %s', (_, text) => {
    expect(userRef.parse(text)).toBe('user1@contoso.example');
    expect(enrollmentRequestSchema.parse({ user: text, interactive: false }).user).toBe('user1@contoso.example');
  });

  test('keeps letters of all scripts, composed as keyboards type them', () => {
    expect(cleanPasted(' Zoe\u0308 O’Neil ')).toBe('Zoë O’Neil');
    expect(cleanPasted('김민준')).toBe('김민준');
  });

  test('that is nothing but space is refused', () => {
    expect(pasted(10).safeParse(' \u200b ').success).toBe(false);
  });
});
