import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkHistory } from '../../../histories/check.ts';
import { openDeskParts, perform } from '../../../histories/deskParts.ts';
import { aimAt, makeGround, type OpenGround, openGround } from '../../../histories/ground.ts';
import type { Operation } from '../../../histories/history.ts';
import type { OperationName } from '../../../histories/plan.ts';
import { noPostgres } from '../../../postgres.ts';

let made: Awaited<ReturnType<typeof makeGround>>;
let ground: OpenGround;
let seed = 0;
beforeAll(async () => {
  if (noPostgres !== null) return;
  made = await makeGround();
  ground = await openGround(made);
});
afterAll(async () => {
  await ground?.close();
  await made?.close();
});

const newId = () => `00000000-0000-4000-8000-${String(++seed).padStart(12, '0')}`;

/** A data folder of the ground, and what was done there. */
function folderOf(n: number, database: string): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'keydesk-bring-')), 'desk');
  onTestFinished(() => rmSync(join(folder, '..'), { recursive: true, force: true }));
  ground.desk(n, folder, ground.port, database);
  return folder;
}

const operations: Operation[] = [];
async function at(folder: string, desk: number, ...names: readonly OperationName[]): Promise<void> {
  const parts = await openDeskParts(folder, false);
  try {
    for (const name of names) {
      const operation: Operation = { id: newId(), desk, name, end: 'done', isForgotten: false };
      const value = await perform(parts, { ask: 'do', operation: name, id: operation.id, user: 1, item: desk });
      operations.push({ ...operation, value });
    }
    await parts.settle();
  } finally {
    await parts.close();
  }
}

/** Lets a desk bring back what the record lost. Returns what it said before, and how many rows were left out. */
async function bringBack(folder: string): Promise<[string, string | undefined]> {
  const parts = await openDeskParts(folder, false);
  try {
    const state = await parts.settle();
    return [state, await perform(parts, { ask: 'bringBack' })];
  } finally {
    await parts.close();
  }
}

/** What `activity verify` says at a desk, when it has everything that the record has: the code of what is wrong, or null. */
async function verified(folder: string): Promise<string | null> {
  const parts = await openDeskParts(folder, false);
  try {
    await parts.settle();
    const { failure } = await parts.operation.activity.verify();
    return failure === null ? null : `${failure.code} ${JSON.stringify(failure.params)}`;
  } finally {
    await parts.close();
  }
}

/** Changes the log of a data folder as somebody does who can write the file. */
function changeLog(folder: string, sql: string): void {
  const sqlite = new DatabaseSync(join(folder, 'keydesk.db'));
  const guards = sqlite.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'activity'");
  const found = guards.all();
  for (const { name } of found) sqlite.exec(`DROP TRIGGER "${String(name)}"`);
  sqlite.exec(sql);
  for (const guard of found) sqlite.exec(String(guard.sql));
  sqlite.close();
}

/** Cuts off the last entry of the record's log. */
async function cutRecord(database: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port: ground.port, database, user: 'postgres' });
  await client.connect();
  await client.query(`SET session_replication_role = replica;
    DELETE FROM keydesk.activity WHERE seq = (SELECT max(seq) FROM keydesk.activity);
    UPDATE keydesk.number SET highest = highest - 1 WHERE name = 'activity'`);
  await client.end();
}

async function wrongOf(database: string, folders: readonly string[], leftOut = 0): Promise<string[]> {
  const left = {
    operations,
    folders,
    port: ground.port,
    database,
    hasEngine: false,
    isLossy: true,
    leftOut,
    wrong: [],
  };
  return checkHistory(left);
}

const LATER = ['activate', 'enroll', 'log', 'lost'] as const;

describe.skipIf(noPostgres !== null)('a record that lost changes', () => {
  /** A backup of the record, and a desk that has seen later changes. */
  async function rewound(...names: readonly OperationName[]) {
    operations.length = 0;
    const [backup, present] = [await ground.database(seed), await ground.database(seed)];
    const folder = folderOf(0, present);
    await at(folder, 0, ...names);
    aimAt(folder, ground.port, backup);
    return { backup, folder };
  }

  test('gets them back as they were, if nobody has written since', async () => {
    const { backup, folder } = await rewound(...LATER);
    await expect(at(folder, 0, 'activate')).rejects.toMatchObject({ code: 'record-rewound' });
    expect(await bringBack(folder)).toEqual(['record-rewound', '0']);
    const other = folderOf(1, backup);
    await at(other, 1, 'activate');
    await at(folder, 0, 'log');
    await at(other, 1);
    expect(await wrongOf(backup, [folder, other])).toEqual([]);
    expect(readdirSync(folder).filter(name => name.includes('before'))).toEqual([]);
  });

  test('is noticed, and gets them back, also if others have written more since', async () => {
    const { backup, folder } = await rewound(...LATER);
    const other = folderOf(1, backup);
    await at(other, 1, 'activate', 'activate', 'activate', 'activate', 'activate', 'activate', 'log', 'log');
    const [state, leftOut] = await bringBack(folder);
    expect([state, leftOut]).toEqual(['record-rewound', '0']);
    await at(folder, 0, 'activate');
    await at(other, 1, 'activate');
    await at(folder, 0);
    expect(await wrongOf(backup, [folder, other])).toEqual([]);
    expect(readdirSync(folder).filter(name => name.includes('before'))).toHaveLength(1);
  });

  test('does not get back a second live assignment of a user, and the desk says so', async () => {
    const { backup, folder } = await rewound('enroll');
    const other = folderOf(1, backup);
    await at(other, 1, 'enroll');
    const [, leftOut] = await bringBack(folder);
    expect(Number(leftOut)).toBeGreaterThan(0);
    await at(other, 1, 'activate');
    await at(folder, 0);
    expect(await wrongOf(backup, [folder, other], Number(leftOut))).toEqual([]);
  });

  /** Three desks that have a backup of the record, and what two of them did afterwards is lost. The third one has seen only what the backup has. */
  async function threeDesks(...names: readonly OperationName[]) {
    operations.length = 0;
    const present = await ground.database(seed);
    const folders = [0, 1, 2].map(n => folderOf(n, present)) as [string, string, string];
    const [x, y, z] = folders;
    for (const [n, folder] of folders.entries()) await at(folder, n, 'log');
    for (const folder of folders) await at(folder, 0);
    const backup = await ground.database(seed, present);
    await at(x, 0, ...names);
    await at(y, 1, ...names);
    await at(x, 0, ...names);
    for (const folder of folders) aimAt(folder, ground.port, backup);
    return { backup, folders, x, y, z };
  }

  test.each([
    ['entries', ['log']],
    ['assignments', ['enroll', 'log']],
  ] as const)('has whole chains at every desk, if others have written %s since', async (_, names) => {
    const { backup, folders, x, y, z } = await threeDesks('log', 'log');
    await at(z, 2, ...names);
    for (const folder of [x, y]) expect((await bringBack(folder))[0]).toBe('record-rewound');
    for (let n = 0; n < 2; n++) for (const folder of folders) expect(await verified(folder)).toBeNull();
    for (const [n, folder] of folders.entries()) await at(folder, n, 'log');
    for (let n = 0; n < 2; n++) for (const folder of folders) expect(await verified(folder)).toBeNull();
    expect(await wrongOf(backup, folders)).toEqual([]);
  });

  test('gets the entries of a desk that does not come back, once', async () => {
    const { backup, folders, x, y, z } = await threeDesks('log');
    await at(z, 2, 'log');
    expect((await bringBack(x))[0]).toBe('record-rewound');
    await at(z, 2);
    expect(await wrongOf(backup, [x, z])).toEqual([]);
    expect([await verified(x), await verified(z)]).toEqual([null, null]);
    expect((await bringBack(y))[0]).toBe('record-rewound');
    for (const folder of folders) expect(await verified(folder)).toBeNull();
    expect(await wrongOf(backup, folders)).toEqual([]);
  });

  test('does not hide that the end of a log was cut off before', async () => {
    const { x, y, z } = await threeDesks('log');
    await at(z, 2, 'log');
    changeLog(x, 'DELETE FROM activity WHERE seq = (SELECT max(seq) FROM activity)');
    for (const folder of [x, y]) await bringBack(folder);
    expect(await verified(x)).toMatch(/^activity-/);
    expect([await verified(y), await verified(z)]).toEqual([null, null]);
  });

  test('lets other desks notice when the end of a chain is cut off afterwards', async () => {
    const { backup, folders, x, y, z } = await threeDesks('log');
    await at(z, 2, 'log');
    for (const folder of [x, y]) await bringBack(folder);
    await at(y, 1, 'log');
    for (const folder of folders) expect(await verified(folder)).toBeNull();
    // Somebody who can write both the record and the data folder of y.
    await cutRecord(backup);
    changeLog(y, `DELETE FROM activity WHERE seq = (SELECT max(seq) FROM activity);`);
    changeLog(y, "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'activity'");
    rmSync(join(y, 'activity-head.json'));
    await at(y, 1, 'log', 'log');
    expect(await verified(x)).toMatch(/^activity-(altered|removed)/);
    expect(await verified(z)).toMatch(/^activity-(altered|removed)/);
  });

  test('has nothing to get back from a desk that follows it', async () => {
    operations.length = 0;
    const database = await ground.database(seed);
    const folder = folderOf(0, database);
    await at(folder, 0, 'activate');
    expect(await bringBack(folder)).toEqual(['', '0']);
    expect(await wrongOf(database, [folder])).toEqual([]);
  });
});

describe.skipIf(noPostgres !== null)('a copied data folder', () => {
  test('is a desk of its own, and both log what waited in it once', async () => {
    operations.length = 0;
    const database = await ground.database(seed);
    const folder = folderOf(0, database);
    await at(folder, 0, 'activate');
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true });
    const ids = [];
    for (const one of [folder, copy]) {
      const parts = await openDeskParts(one, false);
      ids.push(parts.record.state()?.desk);
      await parts.close();
    }
    expect(new Set(ids).size).toBe(2);
    await at(copy, 1, 'log', 'activate');
    await at(folder, 0, 'log', 'activate');
    await at(copy, 1);
    // The copy has the rows of what was before the copy, too.
    expect(await wrongOf(database, [folder, copy])).toEqual([]);
  });
});
