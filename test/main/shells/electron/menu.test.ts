import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, expect, test } from 'vitest';
import { menuOf } from '../../../../src/main/shells/electron/menu.ts';
import { speak } from '../../../../src/words/say.ts';

afterEach(() => speak('en'));

function itemsOf(menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return menu.flatMap(item => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
}

test.each(['linux', 'win32', 'darwin'] as const)(
  'every item on %s has a label, because Electron’s are English',
  platform => {
    const items = itemsOf(menuOf(platform)).filter(({ type }) => type !== 'separator');
    expect(items.filter(({ label }) => !label)).toEqual([]);
    expect(items.filter(({ role, submenu }) => !role === !submenu)).toEqual([]);
  },
);

test('the menu is in the language that is spoken', () => {
  speak('de');
  expect(menuOf('linux').map(({ label }) => label)).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Fenster']);
});
