import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultDataFolder } from '../../../../src/main/base/folder/dataFolder.ts';

test('an empty variable does not put the data into the current folder', () => {
  for (const value of [undefined, '']) {
    const env = value === undefined ? {} : { XDG_DATA_HOME: value, APPDATA: value };
    expect(defaultDataFolder(env, 'linux')).toBe(join(homedir(), '.local', 'share', 'keydesk'));
    expect(defaultDataFolder(env, 'win32')).toBe(join(homedir(), 'AppData', 'Roaming', 'Keydesk'));
  }
  expect(defaultDataFolder({ XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/keydesk');
});
