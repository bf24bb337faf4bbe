import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { afterEach, describe, expect, test } from 'vitest';
import type { Contract } from '../../../../../src/contract/contract.ts';
import { type Core, startCore } from '../../../../../src/main/app/core.ts';
import { migrations } from '../../../../../src/main/app/record/migrations.ts';
import type { Migration } from '../../../../../src/main/base/store/migrate.ts';
import { directoryMigrations } from '../../../../../src/main/features/directory/database/schema.ts';
import { openEngine } from '../../../../../src/main/features/workflows/engine/engine.ts';
import { testServices } from '../../../app/shellServices.ts';
import { oldFolder, TENANT } from './oldFolder.ts';

/** The first version with assignments, and the last one that did not derive them of older enrollments. */
const ASSIGNMENTS = 6;
const NOT_DERIVED = 21;
/** The first version with profiles. */
const PROFILES = 36;

let folder: string | undefined;
let core: Core | undefined;
afterEach(async () => {
  await core?.close();
  core = undefined;
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

async function open(version: number, directoryVersion: number): Promise<ContractRouterClient<Contract>> {
  folder = oldFolder(version, directoryVersion);
  core = await startCore({
    dataFolder: folder,
    practice: false,
    graph: { graphUrl: TENANT, version: 'v1.0', token: 'token' },
    services: testServices(),
  });
  return createRouterClient(core.router);
}

const names = (rows: readonly { user: { userPrincipalName: string }; state: string }[]) =>
  rows.map(({ user, state }) => `${user.userPrincipalName.split('@')[0]} ${state}`).sort();

describe.each(migrations.map((_, i) => i + 1))('a data folder of version %i', version => {
  const since = (from: number, ...what: string[]) => (version >= from ? what : []);
  /** A key that is lost is in one version only: each start tries to delete its passkey, at an address where nothing listens. */
  const lost = (...what: string[]) => (version === 20 ? what : []);
  const derived = (from: number, ...what: string[]) => (version >= from && version <= NOT_DERIVED ? what : []);

  test('opens with all that it had', async () => {
    const client = await open(version, version < 4 ? 0 : 1);
    const { assignments } = await client.assignments.list({});
    expect(names(assignments)).toEqual(
      [
        ...derived(1, 'ada active'),
        ...derived(13, 'fay active'),
        ...lost('jo revoked'),
        // That its passkey was deleted is known since there is an activity log.
        ...(version === 2 ? ['gus active'] : []),
        ...since(ASSIGNMENTS, 'cy active', 'dan revoked', 'eve pending'),
      ].sort(),
    );
    const of = (name: string) => assignments.find(({ user }) => user.userPrincipalName === `${name}@contoso.example`);
    if (version <= NOT_DERIVED) {
      expect(of('ada')).toMatchObject({
        purpose: 'primary',
        source: 'desk',
        reason: 'registered',
        methodId: 'm-ada',
        credentialId: 'wcHBwQ',
        passkeyName: 'Ada Key',
        key: { id: expect.any(String), serial: version >= 3 ? '70002' : null },
      });
    }

    const { keys } = await client.inventory.list({});
    const serials = keys.map(({ serial }) => serial ?? '-').sort();
    expect(serials).toEqual(
      [
        ...derived(1, version >= 3 ? '70002' : '-'),
        ...(version === 2 ? ['-'] : []),
        ...derived(13, '70006'),
        ...lost('70008'),
        ...since(ASSIGNMENTS, '70001', '-'),
      ].sort(),
    );
    expect(keys.filter(({ state }) => state === 'lost')).toHaveLength(
      since(ASSIGNMENTS, 'k-lost').length + lost('k-jo').length,
    );
    if (lost('jo').length > 0) expect(of('jo')).toMatchObject({ reason: 'key-lost', deletion: { done: false } });

    const sqlite = new DatabaseSync(join(folder ?? '', 'keydesk.db'));
    const journal = sqlite.prepare('SELECT id, state FROM journal WHERE user_id = ?').all('u-bob');
    sqlite.close();
    expect(journal).toEqual([{ id: 'e-bob', state: 'needs-attention' }]);
    const { entries } = await client.activity.list({ text: 'enroll', limit: 10 });
    expect(entries.filter(({ kind }) => kind === 'enrollment-done')).toHaveLength(version >= 3 ? 1 : 0);
    expect((await client.activity.verify({})).failure).toBeNull();
    expect((await client.workflows.list()).map(({ counts }) => counts.assigned)).toEqual(since(9, '1').map(Number));
    expect(await client.webhooks.list()).toHaveLength(version >= 8 ? 1 : 0);
    const profiles = await client.profiles.list();
    expect(profiles.map(({ name }) => name)).toEqual(since(PROFILES, 'Desk'));
    if (version >= PROFILES) {
      expect(profiles).toMatchObject([
        {
          ...{
            id: 'p-1',
            reset: 'if-pin',
            pin: { kind: 'random-digits', length: 8 },
            minPinLength: 6,
            forcePinChange: true,
          },
          ...{ alwaysUv: false, nameTemplate: null, isDefault: true, groups: [{ id: 'g-1', name: 'Sales' }] },
        },
      ]);
    }
  });
});

describe.each(directoryMigrations.map((_, i) => i + 1))('an imported directory of version %i', version => {
  test('has its users, and makes no event of one that is announced', async () => {
    const client = await open(NOT_DERIVED, version);
    const { rows } = await client.directory.users({ filter: { search: 'groß' }, offset: 0, limit: 10 });
    expect(rows.map(({ userPrincipalName }) => userPrincipalName)).toEqual(['hal@contoso.example']);
    expect(await client.directory.state()).toMatchObject({ users: 2, leftUsers: 1 });
    expect((await client.directory.groupsOf({ user: 'u-eve' })).map(({ displayName }) => displayName)).toEqual([
      'Sales',
    ]);
    await core?.close();
    core = undefined;
    const engine = openEngine({ folder: folder ?? '', version: migrations.length });
    while (engine.announce());
    engine.close();
    const sqlite = new DatabaseSync(join(folder ?? '', 'keydesk.db'));
    const known = sqlite.prepare('SELECT user_id AS id, times FROM announced_user ORDER BY 1').all();
    sqlite.close();
    // Hal was imported before there was a workflow, and Ira has left.
    expect(known).toEqual([
      { id: 'u-eve', times: 1 },
      { id: 'u-hal', times: 0 },
    ]);
  });
});

describe('a migration that was released', () => {
  const digest = (migration: Migration) =>
    typeof migration === 'string' ? createHash('sha256').update(migration).digest('hex').slice(0, 12) : migration.name;

  test('is never edited', () => {
    expect(migrations.slice(0, released.length).map(digest)).toEqual(released);
    expect(directoryMigrations.slice(0, releasedDirectory.length).map(digest)).toEqual(releasedDirectory);
  });
});

/** A new migration is added here when it is released. */
const released = [
  '3ba561831df4',
  '4023036d55e1',
  '199c8bb8c015',
  '1defe4d50a25',
  '13414b752c43',
  'ffbb9a7fcdfc',
  'fcb4addabafb',
  '331a251c7d65',
  '8e40c1154d61',
  '8bb9f99908ea',
  '816917b31428',
  'bc45092199b7',
  '1123e9d30c1a',
  'a5b97b0828cb',
  '0e55b79b3f63',
  'ea029bc124a8',
  'b9e45bfa1e87',
  '858ac11a9149',
  'cb8e763d7f96',
  '9d032aa840b5',
  '8561a179708b',
  'deriveAssignments',
  'f1b44d155e4e',
  'b2f192810a8a',
  '6cac1ad742cd',
  '03da135dcdbf',
  '7365a7bd725e',
  '5eb8f3976c5a',
  'afc242c6c266',
  'ead9870d5301',
  'c084bdaa7ee0',
];
const releasedDirectory = [
  '2a0b5abba545',
  '1d6693b4ed9c',
  '7b5ef0880f3c',
  '6f81adb5f7de',
  '15c8efe881ab',
  '9b2729e4f5b4',
];
