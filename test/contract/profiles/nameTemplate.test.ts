import { describe, expect, test } from 'vitest';
import { nameFromTemplate, unknownParts } from '../../../src/contract/profiles/nameTemplate.ts';

const values = { model: 'YubiKey 5 NFC', serial: '4711', date: '2026-01-02', n: '2' };

describe('a name from a template', () => {
  test.each([
    ['{model} {serial}', 'YubiKey 5 NFC 4711'],
    ['Desk {date} no. {n}', 'Desk 2026-01-02 no. 2'],
    ['plain', 'plain'],
    ['{model}{model}', 'YubiKey 5 NFCYubiKey 5 NFC'],
  ])('%s is %s', (template, name) => {
    expect(nameFromTemplate(template, values)).toBe(name);
  });

  test('leaves out what the key does not have, and its space', () => {
    expect(nameFromTemplate('{model} {serial} {n}', { ...values, serial: '' })).toBe('YubiKey 5 NFC 2');
    expect(nameFromTemplate('{serial} {n}', { n: '1' })).toBe('1');
  });

  test('is nothing if nothing remains', () => {
    expect(nameFromTemplate('{serial}', {})).toBeUndefined();
    expect(nameFromTemplate(' \u200b ', values)).toBeUndefined();
  });

  test.each([
    ['x'.repeat(40), 'x'.repeat(30)],
    // Eight units each: three fit into 30.
    ['👩‍👩‍👧'.repeat(4), '👩‍👩‍👧'.repeat(3)],
    [`${'x'.repeat(29)}😀`, 'x'.repeat(29)],
    [`${'x'.repeat(29)}e\u0301`, `${'x'.repeat(29)}é`],
    [`${'x'.repeat(28)} 🇩🇪`, 'x'.repeat(28)],
  ])('%s has at most 30 units and is cut after a whole grapheme', (template, name) => {
    expect(nameFromTemplate(template, values)).toBe(name);
    expect(nameFromTemplate(template, values)?.length).toBeLessThanOrEqual(30);
  });

  test('cuts what a long value brings', () => {
    expect(nameFromTemplate('{model}', { model: 'Ä'.repeat(80) })).toBe('Ä'.repeat(30));
  });

  test('shows no hidden characters of a device', () => {
    const hostile = { model: 'Key\u202egnp.exe\u0000', serial: '\ud800\u200f12\n34' };
    expect(nameFromTemplate('{model} {serial}', hostile)).toBe('Keygnp.exe 12 34');
  });

  test('does not fill in a value that looks like a placeholder', () => {
    expect(nameFromTemplate('{model} {n}', { model: '{serial} $&', serial: 'secret', n: '1' })).toBe('{serial} $& 1');
  });

  test('takes no members of every object for a placeholder', () => {
    expect(nameFromTemplate('{constructor} {toString}', values)).toBe('{constructor} {toString}');
  });
});

test.each([
  ['{model} {serial} {date} {n}', []],
  ['{Model} {user}', ['Model', 'user']],
  ['{}', ['']],
  ['{ n }', [' n ']],
  ['{{n}}', []],
  ['{model', []],
])('the unknown placeholders of %s are %j', (template, unknown) => {
  expect(unknownParts(template)).toEqual(unknown);
});
