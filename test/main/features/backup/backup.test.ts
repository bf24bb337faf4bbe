import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startCore } from '../../../../src/main/app/core.ts';
import { testServices } from '../../app/shellServices.ts';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../enrollment/desk.ts';

const pin = { kind: 'given', pin: PIN } as const;
let desk: Desk;
let away: string;
beforeEach(async () => {
  desk = await openDesk();
  away = mkdtempSync(join(tmpdir(), 'keydesk-backup-'));
});
afterEach(async () => {
  await desk.close();
  rmSync(away, { recursive: true, force: true });
});

const at = (name: string) => join(away, name);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error.data?.code,
  );

/** Unpacks a backup into an empty folder, as docs/backup.md says, and opens a Keydesk there. */
async function restore(file: string) {
  const folder = at('restored');
  mkdirSync(folder, { mode: 0o700 });
  execFileSync('tar', ['-xf', file, '-C', folder]);
  const core = await startCore({
    dataFolder: folder,
    practice: false,
    graph: { graphUrl: desk.graph.url, version: 'v1.0', token: desk.graph.token },
    services: testServices(),
  });
  await core.recovered;
  return { folder, client: createRouterClient(core.router), close: core.close };
}

describe('a backup of a running desk', () => {
  test('that is made while an enrollment writes is whole, and is a desk again when it is unpacked', async () => {
    for await (const event of await desk.client.directory.import({ full: false }))
      expect(event.kind).not.toBe('failed');
    await desk.client.assignments.assign({ user: 'user5@contoso.example' });
    let during: ReturnType<typeof desk.client.backup.make> | undefined;
    const { failure } = await enrollAt(desk, { pin }, event => {
      if (event.type === 'step' && event.step === 'create') during ??= desk.client.backup.make({ to: at('a.tar') });
    });
    expect(failure).toBeUndefined();
    const made = await during;
    expect(made).toMatchObject({ file: at('a.tar'), leftOut: [], size: statSync(at('a.tar')).size });
    expect(made?.files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['activity-head.json', 'keydesk.db', 'directory.db']),
    );
    // Nothing is left beside it, and it is its owner's alone.
    expect(readdirSync(away)).toEqual(['a.tar']);
    expect(statSync(at('a.tar')).mode & 0o777).toBe(0o600);

    const restored = await restore(at('a.tar'));
    expect((await restored.client.activity.verify({})).failure).toBeNull();
    const { assignments } = await restored.client.assignments.list({});
    expect(assignments).toContainEqual(
      expect.objectContaining({
        state: 'pending',
        user: expect.objectContaining({ userPrincipalName: 'user5@contoso.example' }),
      }),
    );
    // The enrollment was cut in the copy: it is finished by the journal, or listed.
    const unfinished = await restored.client.enrollment.unfinished({});
    const own = assignments.find(({ user }) => user.userPrincipalName === USER);
    expect(own?.state === 'active' || unfinished.length === 1 || own?.state === 'pending').toBe(true);
    expect((await restored.client.directory.state()).users).toBe((await desk.client.directory.state()).users);
    for (const name of ['keydesk.db', 'directory.db']) {
      expect(statSync(join(restored.folder, name)).mode & 0o777).toBe(0o600);
    }
    await restored.close();
  });

  test('has what is only in the -wal file, and needs none itself', async () => {
    await enrollAt(desk, { pin });
    await desk.client.assignments.list({});
    expect(statSync(join(desk.folder, 'keydesk.db-wal')).size).toBeGreaterThan(0);
    const made = await desk.client.backup.make({ to: at('b.tar') });
    execFileSync('tar', ['-xf', at('b.tar'), '-C', away]);
    const copy = new DatabaseSync(at('keydesk.db'), { readOnly: true });
    expect(copy.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
    expect(copy.prepare("SELECT count(*) AS n FROM assignment WHERE state = 'active'").get()).toEqual({ n: 1 });
    copy.close();
    const manifest = JSON.parse(readFileSync(at('backup.json'), 'utf8'));
    expect(manifest).toMatchObject({ format: 1, practice: false, madeAt: made.madeAt });
    expect(manifest.files.map(({ name, size }: { name: string; size: number }) => ({ name, size }))).toEqual(
      made.files,
    );
    // That it was made is on record, with who made it.
    expect((await desk.client.activity.list({ kinds: ['backup-made'] })).entries).toMatchObject([
      { result: 'done', facts: { file: at('b.tar') } },
    ]);
  });

  test('has no secret of a sign-in and no PIN', async () => {
    mkdirSync(join(desk.folder, 'secrets'), { recursive: true });
    writeFileSync(join(desk.folder, 'secrets', 'cache'), 'sealed');
    await enrollAt(desk, { pin });
    await desk.client.backup.make({ to: at('c.tar') });
    const listed = execFileSync('tar', ['-tf', at('c.tar')], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(listed).not.toEqual(expect.arrayContaining([expect.stringContaining('secret')]));
    expect(readFileSync(at('c.tar')).includes(PIN)).toBe(false);
    expect(readFileSync(at('c.tar')).includes(desk.graph.token)).toBe(false);
  });

  test('leaves out a directory that is damaged, and says so', async () => {
    writeFileSync(join(desk.folder, 'directory.db'), 'no database at all, '.repeat(500));
    const made = await desk.client.backup.make({ to: at('d.tar') });
    expect(made.leftOut).toEqual(['directory.db']);
    expect(made.files.map(({ name }) => name)).not.toContain('directory.db');
  });
});

describe('the file of a backup', () => {
  test('is never one that is there, unless it is to be replaced', async () => {
    writeFileSync(at('there'), 'precious');
    expect(await codeOf(desk.client.backup.make({ to: at('there') }))).toBe('backup-exists');
    expect(readFileSync(at('there'), 'utf8')).toBe('precious');
    await desk.client.backup.make({ to: at('there'), force: true });
    expect(execFileSync('tar', ['-tf', at('there')], { encoding: 'utf8' })).toContain('keydesk.db');
    expect(statSync(at('there')).mode & 0o777).toBe(0o600);
    // Neither a folder nor what a link leads to is replaced.
    mkdirSync(at('folder'));
    symlinkSync(at('there'), at('link'));
    for (const name of ['folder', 'link']) {
      expect(await codeOf(desk.client.backup.make({ to: at(name), force: true }))).toBe('backup-exists');
    }
  });

  test.each([
    ['in a folder that is not there', () => join(away, 'none', 'x.tar'), 'backup-folder-missing'],
    ['in the data folder', () => join(desk.folder, 'x.tar'), 'backup-in-data-folder'],
    ['the database itself', () => join(desk.folder, 'keydesk.db'), 'backup-in-data-folder'],
    ['without its whole path', () => 'x.tar', 'invalid-input'],
  ])('%s is refused', async (_, file, code) => {
    expect(await codeOf(desk.client.backup.make({ to: file(), force: true }))).toBe(code);
  });

  test('is not there when the disk cannot hold it, or what was written is not what is read', async () => {
    const made = existsSync('/dev/full');
    expect(made).toBe(true);
    const before = readdirSync(away);
    const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 5000 });
    const version = Number(raw.prepare('PRAGMA user_version').get()?.user_version);
    // Another version than this Keydesk's is not what it would restore.
    raw.exec(`PRAGMA user_version = ${version - 1}`);
    expect(await codeOf(desk.client.backup.make({ to: at('e.tar') }))).toBe('backup-unverified');
    raw.exec(`PRAGMA user_version = ${version}`);
    raw.close();
    expect(readdirSync(away)).toEqual(before);
  });

  test('of a damaged database says so, and does not blame the disk that it goes to', async () => {
    const file = join(desk.folder, 'keydesk.db');
    await desk.client.assignments.assign({ user: USER });
    const raw = new DatabaseSync(file, { timeout: 5000 });
    raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const rootpage = Number(raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'event'").get()?.rootpage);
    const size = Number(raw.prepare('PRAGMA page_size').get()?.page_size);
    raw.close();
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(size, 0x55), 0, size, (rootpage - 1) * size);
    closeSync(handle);
    expect(await codeOf(desk.client.backup.make({ to: at('d.tar') }))).toBe('database-damaged');
    expect(existsSync(`${file}-suspect`)).toBe(true);
    expect(readdirSync(away)).toEqual([]);
  });

  test('has a name that is free, in a folder of this user', async () => {
    const { to } = await desk.client.backup.suggest();
    expect(existsSync(to)).toBe(false);
    expect(to).toMatch(/keydesk-\d{4}-\d\d-\d\d-\d{4}(-\d+)?\.tar$/);
  });
});
