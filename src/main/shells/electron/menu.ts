import type { MenuItemConstructorOptions } from 'electron';
import { wordsOf } from '../../../words/say.ts';

const words = wordsOf('desktop').menu;

type Items = readonly MenuItemConstructorOptions[];

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/**
 * Returns the menu of the app in the current language. Electron's own one, which it replaces, is English. The roles give
 * the items their effects and keys.
 */
export function menuOf(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const close: MenuItemConstructorOptions = { role: 'close', label: words.close };
  const quit: MenuItemConstructorOptions = { role: 'quit', label: words.quit };
  return [
    ...(isMac ? [menu('Keydesk', appItems(quit))] : []),
    menu(words.file, [isMac ? close : quit]),
    menu(words.edit, editItems()),
    menu(words.view, viewItems()),
    menu(words.window, isMac ? macWindowItems() : [{ role: 'minimize', label: words.minimize }, close]),
  ];
}

function menu(label: string, items: Items): MenuItemConstructorOptions {
  return { label, submenu: [...items] };
}

function appItems(quit: MenuItemConstructorOptions): Items {
  return [
    { role: 'about', label: words.about },
    SEPARATOR,
    { role: 'services', label: words.services },
    SEPARATOR,
    { role: 'hide', label: words.hide },
    { role: 'hideOthers', label: words.hideOthers },
    { role: 'unhide', label: words.showAll },
    SEPARATOR,
    quit,
  ];
}

function editItems(): Items {
  return [
    { role: 'undo', label: words.undo },
    { role: 'redo', label: words.redo },
    SEPARATOR,
    { role: 'cut', label: words.cut },
    { role: 'copy', label: words.copy },
    { role: 'paste', label: words.paste },
    { role: 'delete', label: words.delete },
    { role: 'selectAll', label: words.selectAll },
  ];
}

function viewItems(): Items {
  return [
    { role: 'reload', label: words.reload },
    { role: 'forceReload', label: words.reloadAll },
    { role: 'toggleDevTools', label: words.developerTools },
    SEPARATOR,
    { role: 'resetZoom', label: words.actualSize },
    { role: 'zoomIn', label: words.zoomIn },
    { role: 'zoomOut', label: words.zoomOut },
    SEPARATOR,
    { role: 'togglefullscreen', label: words.fullScreen },
  ];
}

function macWindowItems(): Items {
  return [
    { role: 'minimize', label: words.minimize },
    { role: 'zoom', label: words.zoom },
    SEPARATOR,
    { role: 'front', label: words.front },
  ];
}
