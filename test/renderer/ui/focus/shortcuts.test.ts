import { describe, expect, it } from 'vitest';
import { isPrintShortcut, isSearchShortcut } from '../../../../src/renderer/ui/focus/shortcuts.ts';

const press = (key: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]) => ({
  key,
  ctrlKey: held.includes('ctrlKey'),
  metaKey: held.includes('metaKey'),
  altKey: held.includes('altKey'),
  shiftKey: held.includes('shiftKey'),
});

describe('the shortcut of the search', () => {
  it.each([press('k', 'ctrlKey'), press('k', 'metaKey'), press('K', 'ctrlKey')])('is %j, in a field too', event => {
    expect(isSearchShortcut(event, false)).toBe(true);
    expect(isSearchShortcut(event, true)).toBe(true);
  });

  it('is a slash, except in a field', () => {
    expect(isSearchShortcut(press('/'), false)).toBe(true);
    expect(isSearchShortcut(press('/'), true)).toBe(false);
  });

  it.each([press('k'), press('k', 'ctrlKey', 'metaKey'), press('k', 'ctrlKey', 'altKey'), press('/', 'altKey')])(
    'is not %j',
    event => {
      expect(isSearchShortcut(event, false)).toBe(false);
    },
  );
});

describe('the shortcut of printing', () => {
  it.each([press('p', 'ctrlKey'), press('P', 'metaKey')])('is %j', event => {
    expect(isPrintShortcut(event)).toBe(true);
  });

  it.each([press('p'), press('p', 'ctrlKey', 'shiftKey'), press('p', 'ctrlKey', 'altKey'), press('o', 'ctrlKey')])(
    'is not %j',
    event => {
      expect(isPrintShortcut(event)).toBe(false);
    },
  );
});
