import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
