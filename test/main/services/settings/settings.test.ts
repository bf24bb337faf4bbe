import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSettings } from '../../../../src/main/services/settings/settings.ts';
import { failureOf } from '../graph/failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'settings.json');
const write = (settings: object) => writeFileSync(file(), JSON.stringify(settings));
const written = () => JSON.parse(readFileSync(file(), 'utf8'));

const connection = {
  id: 'a',
  name: 'Contoso',
  tenantId: 't',
  clientId: 'c',
  authority: 'https://login.microsoftonline.com',
  graphUrl: 'https://graph.microsoft.com',
  version: 'v1.0',
  signIn: 'browser',
} as const;

/** What a file of before there were such settings gets. */
const since = {
  language: 'system',
  station: 'desk',
  importEvery: null,
  weakPins: 'refused',
  enrollAway: 'refused',
  pinDigits: null,
  organizationName: '',
  organizationContact: '',
  mailText: '',
  chatText: '',
  pinPrinter: null,
  pinPaper: 'a4',
  runSounds: true,
  runColors: true,
};

test('the one connection of before is taken over, and the file stays as it is until something changes', async () => {
  const before = { graphUrl: 'https://graph.microsoft.us/', tenantId: 'contoso.us', version: 'beta' };
  write({ theme: 'dark', connection: before });
  const settings = await openSettings(folder);
  const { connections, currentConnection } = settings.get();
  expect(connections).toEqual([
    {
      ...{ id: currentConnection, name: 'contoso.us', clientId: '', signIn: 'browser' },
      ...{ authority: 'https://login.microsoftonline.us', ...before },
    },
  ]);
  expect(written()).toEqual({ theme: 'dark', connection: before });
  expect((await openSettings(folder)).get()).toEqual(settings.get());

  settings.set({ theme: 'light' });
  expect(written()).toEqual({ theme: 'light', ...since, connections, currentConnection });
  expect((await openSettings(folder)).get()).toEqual(written());
});

test('one on this computer goes on with its fixed token', async () => {
  write({ theme: 'system', connection: { graphUrl: 'http://127.0.0.1:8080', tenantId: 't', version: 'v1.0' } });
  expect((await openSettings(folder)).get().connections).toMatchObject([{ signIn: 'token', tenantId: 't' }]);
});

test('none of before is none now', async () => {
  write({ theme: 'system', connection: null });
  expect((await openSettings(folder)).get()).toEqual({
    theme: 'system',
    ...since,
    connections: [],
    currentConnection: null,
  });
});

test('what an older Keydesk wrote beside what is there is added to it', async () => {
  const old = { graphUrl: 'https://graph.microsoft.com', tenantId: 'other', version: 'v1.0' };
  write({ theme: 'system', connection: old, connections: [connection], currentConnection: 'a' });
  const { connections, currentConnection } = (await openSettings(folder)).get();
  expect(connections.map(({ tenantId }) => tenantId)).toEqual(['t', 'other']);
  expect(currentConnection).toBe('a');
});

test('an old connection that is none is damage, and nothing is overwritten', async () => {
  write({ theme: 'system', connection: { graphUrl: 'nonsense' } });
  const before = readFileSync(file(), 'utf8');
  expect(await failureOf(() => openSettings(folder))).toMatchObject({ code: 'settings-damaged' });
  expect(readFileSync(file(), 'utf8')).toBe(before);
});

test('a folder may be named from where one stands', async () => {
  (await openSettings(relative(process.cwd(), folder))).set({ theme: 'dark' });
  expect(written()).toMatchObject({ theme: 'dark' });
});
