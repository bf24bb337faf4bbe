import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { type DeskTime, openDeskTime } from '../../../../src/main/base/store/deskTime.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-03-01T12:00:00Z');

let folder: string;
let store: Store;
let wall: number;
let steady: number;
const open = (): Promise<DeskTime> => openDeskTime(store, undefined, { wall: () => wall, steady: () => steady });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-time-'));
  store = openRecord(folder);
  wall = NOON;
  steady = 5;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the desk’s time', () => {
  test('is that of the system’s clock', async () => {
    const time = await open();
    expect(time.now()).toBe(NOON);
    wall += HOUR;
    steady += 100;
    expect(time.now()).toBe(NOON + HOUR);
  });

  test('goes on by itself while the clock is behind', async () => {
    const time = await open();
    expect(time.now()).toBe(NOON);
    wall -= 3 * HOUR;
    expect(time.now()).toBe(NOON);
    steady += 2 * HOUR;
    wall += 2 * HOUR;
    expect(time.now()).toBe(NOON + 2 * HOUR);
    expect(time.now()).toBe(NOON + 2 * HOUR);
    wall = NOON + 2 * HOUR + 1;
    expect(time.now()).toBe(NOON + 2 * HOUR + 1);
  });

  test('does not go back over a restart, nor behind another process', async () => {
    const first = await open();
    await first.decide();
    wall -= HOUR;
    const second = await open();
    expect(second.now()).toBe(NOON);
    wall = NOON + HOUR;
    await second.decide();
    wall = NOON - HOUR;
    expect(await first.decide()).toBe(NOON + HOUR);
    expect(first.now()).toBe(NOON + HOUR);
  });

  test('is written when it ends', async () => {
    const first = await open();
    await first.close();
    wall -= HOUR;
    expect((await open()).now()).toBe(NOON);
  });

  test('is there although the store cannot be written', async () => {
    const time = await open();
    await store.database.schema.dropTable('desk_time').execute();
    wall += HOUR;
    await time.close();
    expect(time.now()).toBe(NOON + HOUR);
  });
});
