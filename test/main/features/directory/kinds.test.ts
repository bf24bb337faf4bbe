import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { userFilterSchema } from '../../../../src/contract/directory/schema.ts';
import { type PasskeyKind, passkeyKinds } from '../../../../src/contract/passkeys/kinds.ts';
import { kindBits, kindsOf } from '../../../../src/main/features/directory/database/kinds.ts';
import { directoryFile, openDirectoryDatabase } from '../../../../src/main/features/directory/database/open.ts';
import { DirectoryReader } from '../../../../src/main/features/directory/database/reader.ts';
import { directoryMigrations } from '../../../../src/main/features/directory/database/schema.ts';
import { DirectoryWriter } from '../../../../src/main/features/directory/database/writer.ts';
import { exportUsers } from '../../../../src/main/features/directory/exportUsers.ts';

const TENANT = 'tenant';

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-kinds-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test.each<[unknown[], PasskeyKind[]]>([
  [['fido2SecurityKey'], ['security-key']],
  [['fido2'], ['security-key']],
  [['passKeyDeviceBound'], ['security-key']],
  [['passKeyDeviceBoundAuthenticator'], ['authenticator']],
  [['passKeyDeviceBoundWindowsHello'], ['windows-hello']],
  [['passKeySynced'], ['synced']],
  [
    ['PASSKEYSYNCED', 'Fido2SecurityKey'],
    ['security-key', 'synced'],
  ],
  [['passKeyOfTomorrow'], ['other']],
  // These are no passkeys of the FIDO2 method, however strong they are.
  [['windowsHelloForBusiness', 'macOsSecureEnclaveKey', 'microsoftAuthenticatorPasswordless', 'mobilePhone'], []],
  [[], []],
  [[null, 7, 'fido2'], ['security-key']],
])('the methods %o are of the kinds %o', (methods, kinds) => {
  expect(kindsOf(kindBits(methods))).toEqual(kinds);
});

describe('an imported user', () => {
  function importWith(rows: object[]) {
    const database = openDirectoryDatabase(freshFolder());
    onTestFinished(() => database.close());
    const writer = new DirectoryWriter(database);
    const users = Array.from({ length: 5 }, (_, n) => ({ id: `id-${n}`, userPrincipalName: `u${n}@contoso.example` }));
    const last = { next: undefined, delta: 'later' };
    const report = (items: object[]) =>
      writer.write(
        TENANT,
        { phase: 'registrations', items: items as { id: string }[] },
        { next: undefined, delta: undefined },
      );
    writer.begin(TENANT, true);
    writer.write(TENANT, { phase: 'users', items: users }, last);
    writer.write(TENANT, { phase: 'groups', items: [] }, last);
    report(rows);
    const reader = new DirectoryReader(database);
    const page = (part: object) => reader.page(TENANT, userFilterSchema.parse(part), 0, 50);
    const again = (items: object[]) => {
      writer.begin(TENANT, true);
      writer.write(TENANT, { phase: 'users', items: users }, last);
      writer.write(TENANT, { phase: 'groups', items: [] }, last);
      report(items);
    };
    return { page, again, ids: (part: object) => page(part).rows.map(({ id }) => id) };
  }
  const rows = [
    { id: 'id-0', methodsRegistered: ['fido2SecurityKey', 'passKeySynced'], isAdmin: true },
    { id: 'id-1', methodsRegistered: ['passKeyDeviceBoundAuthenticator'] },
    { id: 'id-2', methodsRegistered: ['mobilePhone'] },
    { id: 'id-3', methodsRegistered: null },
  ];

  test('has the kinds of passkey that the report tells, and is found by them', () => {
    const { page, ids } = importWith(rows);
    expect(page({}).rows.map(({ passkey, passkeyKinds }) => [passkey, passkeyKinds])).toEqual([
      [true, ['security-key', 'synced']],
      [true, ['authenticator']],
      [false, []],
      [null, null],
      [null, null],
    ]);
    expect(ids({ passkeyKind: 'synced' })).toEqual(['id-0']);
    expect(ids({ passkeyKind: 'authenticator', passkey: true })).toEqual(['id-1']);
    expect(ids({ passkeyKind: 'windows-hello' })).toEqual([]);
    expect(page({ passkeyKind: 'security-key' })).toMatchObject({ total: 1 });
    expect(ids({ passkey: null })).toEqual(['id-3', 'id-4']);
  });

  test('keeps what was told of it where a report leaves it out, or says nothing of methods', () => {
    const { page, again } = importWith(rows);
    again([{ id: 'id-1' }, { id: 'id-2', methodsRegistered: ['passKeySynced'] }]);
    expect(
      page({})
        .rows.slice(0, 3)
        .map(({ passkeyKinds, admin }) => [passkeyKinds, admin]),
    ).toEqual([
      [['security-key', 'synced'], true],
      [['authenticator'], null],
      [['synced'], null],
    ]);
  });

  test('is exported with them', async () => {
    const { page } = importWith(rows);
    const imported = {
      allUsers: async function* () {
        yield page({}).rows;
      },
    };
    const filter = userFilterSchema.parse({});
    const text = async (format: 'csv' | 'json') => {
      let whole = '';
      for await (const part of exportUsers(imported, { filter, format })) whole += part;
      return whole;
    };
    const [head, first] = (await text('csv')).split('\n');
    expect(first?.split(',')[head?.split(',').indexOf('passkeyKinds') ?? -1]).toBe('security-key synced');
    expect(JSON.parse(await text('json'))[0].passkeyKinds).toEqual(['security-key', 'synced']);
  });
});

describe('a directory of before there were kinds', () => {
  function oldDirectory(change: string) {
    const folder = freshFolder();
    const old = new DatabaseSync(directoryFile(folder));
    for (const migration of directoryMigrations.slice(0, 2)) old.exec(migration);
    old.exec(`PRAGMA user_version = 2;
      INSERT INTO tenants (n, key, generation, users_delta, groups_delta, users_at, registrations_at, users)
        VALUES (1, '${TENANT}', 4, 'ud', 'gd', '2026-01-01', '2026-01-01', 1);
      INSERT INTO users (n, tenant, id, upn, display_name, enabled, guest, sort_key, search, first_import, first_seen_at,
        changed_at, seen, passkey) VALUES (1, 1, 'id-0', 'u0', 'U', 1, 0, 'u', ' u', 1, '', '', 4, 1);
      INSERT INTO imports (n, tenant, full, started_at) VALUES (7, 1, 1, '2026-01-01'), (8, 1, 0, '2026-01-01');
      ${change}`);
    old.close();
    const database = openDirectoryDatabase(folder);
    onTestFinished(() => database.close());
    return { reader: new DirectoryReader(database), writer: new DirectoryWriter(database) };
  }

  test('still says who has a passkey, and asks of which kind with the next import', () => {
    const { reader, writer } = oldDirectory('');
    expect(reader.user(TENANT, 'id-0')).toMatchObject({ passkey: true, passkeyKinds: null });
    const { phase, link, full, later } = writer.begin(TENANT, false);
    expect([{ phase, link, full }, ...later]).toEqual([
      { phase: 'users', link: 'ud', full: false },
      { phase: 'groups', link: 'gd' },
      { phase: 'registrations', link: undefined },
    ]);
  });

  test.each([
    [
      'users',
      7,
      [
        { phase: 'users', link: 'here' },
        { phase: 'groups', link: undefined },
      ],
    ],
    [
      'groups',
      7,
      [
        { phase: 'users', link: 'ud' },
        { phase: 'groups', link: 'here' },
      ],
    ],
    [
      'groups',
      8,
      [
        { phase: 'users', link: 'ud' },
        { phase: 'groups', link: 'here' },
      ],
    ],
    [
      'registrations',
      8,
      [
        { phase: 'users', link: 'ud' },
        { phase: 'groups', link: 'gd' },
        { phase: 'registrations', link: 'here' },
      ],
    ],
  ] as const)('with an import that was cut at %s (%s) goes on there', (phase, running, expected) => {
    const { writer } = oldDirectory(`UPDATE tenants SET import = ${running}, phase = '${phase}', link = 'here'`);
    const position = writer.begin(TENANT, false);
    const places = [{ phase: position.phase, link: position.link }, ...position.later];
    expect(places.slice(0, expected.length)).toEqual(expected);
  });
});

test('every kind has a bit of its own', () => {
  expect(passkeyKinds.map(kind => kindsOf(1 << passkeyKinds.indexOf(kind)))).toEqual(passkeyKinds.map(kind => [kind]));
});
