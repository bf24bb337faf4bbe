import { describe, expect, it } from 'vitest';
import type { UserRow } from '../../../../../src/contract/directory/schema.ts';
import {
  CARD_HEIGHT,
  gridColumns,
  narrowColumns,
  ROW_HEIGHT,
  rowHeight,
  SLIM_CARD_HEIGHT,
} from '../../../../../src/renderer/features/users/directory/gridLayout.ts';
import { passkeysOf } from '../../../../../src/renderer/features/users/directory/passkeysOf.ts';
import { userColumns } from '../../../../../src/renderer/features/users/directory/userColumns.tsx';

const user = { passkeys: null, passkey: null, passkeyKinds: null } as UserRow;
/** Widths of a grid's columns; `minmax(0, 2fr)` is one of them. */
const widthsOf = (columns: string) => columns.replace(/\([^)]*\)/g, '').split(' ');

describe('All Users', () => {
  it('has a width for each column, the checkbox and the button', () => {
    expect(widthsOf(gridColumns)).toHaveLength(userColumns.length + 2);
    const narrow = userColumns.filter(({ wideOnly }) => wideOnly !== true);
    expect(widthsOf(narrowColumns)).toHaveLength(narrow.length + 2);
  });

  it('has cards instead of rows in a narrow list, and slim ones in a slim list', () => {
    expect([1200, 801, 800, 481, 480, 320].map(rowHeight)).toEqual([
      ROW_HEIGHT,
      ROW_HEIGHT,
      CARD_HEIGHT,
      CARD_HEIGHT,
      SLIM_CARD_HEIGHT,
      SLIM_CARD_HEIGHT,
    ]);
  });

  it('prints a text for each column', () => {
    const row = { ...user, displayName: 'Ines', userPrincipalName: 'ines@contoso.example', leftAt: '2026-03-01' };
    const paper = userColumns.map(column => column.paper({ ...row, department: null, assignment: null } as UserRow));
    expect(paper.every(cell => typeof cell === 'string' && cell !== '')).toBe(true);
  });

  it('counts the passkeys of a user whose list was read, before what the report says', () => {
    expect(passkeysOf({ ...user, passkeys: 2, passkey: false })).toContain('2');
  });

  it('tells a user with a passkey from one without, and from one of whom it is not known', () => {
    const said = [true, false, null].map(passkey => passkeysOf({ ...user, passkey }));
    expect(new Set(said).size).toBe(3);
  });

  it('names a kind of passkey that is not a security key', () => {
    const kind = passkeysOf({ ...user, passkey: true, passkeyKinds: ['windows-hello'] });
    expect(kind).not.toBe(passkeysOf({ ...user, passkey: true, passkeyKinds: ['security-key'] }));
  });
});
