import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toFailure } from '../../../../src/contract/errors/failure.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { openSettings } from '../../../../src/main/services/settings/settings.ts';
import { readStationMark } from '../../../../src/main/services/settings/stationMark.ts';
import { startCoreForWindow } from '../../../../src/main/shells/startCoreForWindow.ts';
import { readWindowOptions } from '../../../../src/main/shells/windowOptions.ts';
import { testServices } from '../../app/shellServices.ts';
import { atVersion } from '../../base/store/atVersion.ts';
import { failureOf } from '../graph/failure.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'settings.json');
const station = { theme: 'dark', station: 'activation', importEvery: null, connections: [], currentConnection: null };

/** Texts of a file that once was `station`. */
const damages: [string, string | Uint8Array][] = [
  ['nothing', ''],
  ['a cut file', JSON.stringify(station).slice(0, 30)],
  ['an array', JSON.stringify([station])],
  ['a text', JSON.stringify('station')],
  ['null', 'null'],
  ['a number', '1'],
  ['a wrong type of a member', JSON.stringify({ ...station, station: true })],
  ['a station that does not exist', JSON.stringify({ ...station, station: 'kiosk' })],
  ['null for a member', JSON.stringify({ ...station, station: null })],
  ['connections that are no list', JSON.stringify({ ...station, connections: {} })],
  ['a list of something else', JSON.stringify({ ...station, connections: ['c'] })],
  ['a version that is a text', JSON.stringify({ ...station, version: '1' })],
  ['a version of zero', JSON.stringify({ ...station, version: 0 })],
  ['a lone surrogate', JSON.stringify({ ...station, currentConnection: '\ud800' })],
  ['a NUL', JSON.stringify({ ...station, currentConnection: 'a\0' })],
  ['bytes that are not UTF-8', Buffer.concat([Buffer.from('{"theme":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')])],
];

/** The core as a window gets it, and what its station may ask for. */
async function openWindow(ask: (client: ReturnType<typeof clientOf>) => Promise<void>): Promise<void> {
  const core = await startCoreForWindow(() => ({
    dataFolder: folder,
    practice: false,
    services: testServices('loopback'),
  }));
  try {
    await ask(clientOf(core));
  } finally {
    await core.close();
  }
}
const clientOf = ({ router }: Awaited<ReturnType<typeof startCoreForWindow>>) => createRouterClient(router);
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    error => error.data.code,
  );

describe('a settings file that is', () => {
  test.each(damages)('%s is damaged, is left as it is, and opens neither desk nor practice', async (_, text) => {
    writeFileSync(file(), text);
    const before = readFileSync(file());
    const failure = toFailure(await failureOf(() => openSettings(folder)));
    expect(failure).toMatchObject({ code: 'settings-damaged', params: { file: file() } });
    expect(wordsFor(failure).next).toContain('backup');
    expect((await readWindowOptions(['--data', folder], 'test')).practice).toBe(false);
    expect(readFileSync(file())).toEqual(before);
  });

  test('of a newer Keydesk is named so, and left as it is', async () => {
    const text = JSON.stringify({ ...station, version: 2, station: 'later' });
    writeFileSync(file(), text);
    expect(await failureOf(() => openSettings(folder))).toMatchObject({ code: 'settings-newer' });
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });

  test('damaged while Keydesk runs is not overwritten either', async () => {
    const settings = await openSettings(folder);
    settings.set({ theme: 'dark' });
    for (const [, text] of damages) {
      writeFileSync(file(), text);
      expect(await failureOf(() => settings.get())).toMatchObject({ code: 'settings-damaged' });
      expect(await failureOf(() => settings.set({ theme: 'light' }))).toMatchObject({ code: 'settings-damaged' });
      expect(readFileSync(file())).toEqual(Buffer.from(text));
    }
  });

  test('deleted while Keydesk runs is not forgotten', async () => {
    const settings = await openSettings(folder);
    settings.set({ theme: 'dark', station: 'activation' });
    rmSync(file());
    expect(settings.get()).toMatchObject({ theme: 'dark', station: 'activation' });
    settings.set({ importEvery: 60 });
    expect((await openSettings(folder)).get()).toMatchObject({ theme: 'dark', station: 'activation', importEvery: 60 });
  });
});

describe('a station', () => {
  test.each([
    ['gone', () => rmSync(file())],
    ['empty', () => writeFileSync(file(), '{}')],
    ['without a station', () => writeFileSync(file(), JSON.stringify({ theme: 'dark' }))],
  ])(
    'that was locked by a command stays one before its first start, with a settings file that is %s',
    async (_, lose) => {
      await openWindow(async client => void (await client.settings.set({ station: 'activation' })));
      lose();
      expect(readStationMark(folder)).toBe('activation');
      await openWindow(async client => expect(await client.system.info()).toMatchObject({ station: 'activation' }));
    },
  );

  test.each(migrations.map((_, i) => i + 1).filter(version => version >= 4))(
    'is a station also before a data folder of version %i is migrated',
    version => {
      const sqlite = atVersion(join(folder, 'keydesk.db'), version);
      const columns = sqlite.prepare('PRAGMA table_info(document)').all();
      sqlite.exec(
        `INSERT INTO document (${columns[0]?.name}, name, json, fetched_at) VALUES ('', 'station', '"activation"', '')`,
      );
      sqlite.close();
      expect(readStationMark(folder)).toBe('activation');
    },
  );

  test('that is unlocked is a desk also when its settings file is gone', async () => {
    await openWindow(async client => void (await client.settings.set({ station: 'activation' })));
    const core = await startCoreForWindow(() => ({
      dataFolder: folder,
      practice: false,
      services: testServices('cli'),
    }));
    await createRouterClient(core.router).settings.set({ station: 'desk' });
    await core.close();
    rmSync(file());
    await openWindow(async client => expect(await client.system.info()).toMatchObject({ station: 'desk' }));
  });

  test('does not become a desk, whatever happens to its settings file', async () => {
    writeFileSync(file(), JSON.stringify(station));
    await openWindow(async client => {
      expect(await client.system.info()).toMatchObject({ station: 'activation' });
      expect(await codeOf(client.activity.list({}))).toBe('station-locked');
    });
    expect(readStationMark(folder)).toBe('activation');

    // Damaged: it does not start, and says why.
    writeFileSync(file(), JSON.stringify([]));
    await openWindow(async client => {
      for (const asked of [client.system.info(), client.activity.list({}), client.settings.set({ station: 'desk' })]) {
        expect(await codeOf(asked)).toBe('settings-damaged');
      }
    });
    // Partly readable, emptied, gone: it stays locked.
    for (const text of [JSON.stringify({ theme: 'light' }), '{}', undefined]) {
      if (text === undefined) rmSync(file());
      else writeFileSync(file(), text);
      expect((await readWindowOptions(['--data', folder], 'test')).practice).toBe(false);
      await openWindow(async client => {
        expect(await client.system.info()).toMatchObject({ station: 'activation' });
        expect(await codeOf(client.settings.set({ station: 'desk' }))).toBe('station-locked');
      });
    }
    expect(existsSync(file())).toBe(false);
  }, 30_000);

  test('becomes a desk where staff say so, and another change does not do it', async () => {
    const changed = await openSettings(folder, 'activation');
    changed.set({ theme: 'dark' });
    expect((await openSettings(folder)).get().station).toBe('activation');
    changed.set({ station: 'desk' });
    expect((await openSettings(folder, 'activation')).get().station).toBe('desk');
  });
});

test.skipIf(process.platform === 'win32')('a pipe in the place of the file is named, and not waited for', async () => {
  execFileSync('mkfifo', [file()]);
  await expect(openSettings(folder)).rejects.toMatchObject({ code: 'settings-damaged' });
});
