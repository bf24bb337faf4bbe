import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Codes, openCodes } from '../../../src/main/activation/codes.ts';
import { openStore, type Store } from '../../../src/main/store/database.ts';

const HOUR = 3_600_000;
const TENANT = 'contoso';
const mia = {
  id: '11111111-2222-4333-8444-555555555555',
  userPrincipalName: 'mia@contoso.example',
  displayName: 'Mia',
  mail: null,
  jobTitle: null,
  department: null,
  employeeId: null,
  accountEnabled: true,
  guest: false,
};
const max = { ...mia, id: '99999999-2222-4333-8444-555555555555', userPrincipalName: 'max@contoso.example' };

let folder: string;
let store: Store;
let codes: Codes;
let now = Date.now();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-codes-'));
  store = openStore(folder);
  codes = openCodes(store, () => now);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const refused = (user: string, code: string) =>
  codes.check(TENANT, user, code).then(
    () => 'taken',
    error => error.code,
  );

describe('an activation code', () => {
  test('is known as its user types it, and names that user', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    const typed = code.toLowerCase().replace('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await codes.check(TENANT, 'MIA@contoso.example', typed)).toMatchObject({ user: { id: mia.id } });
  });

  test('is nowhere on the disk', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    for (const file of ['keydesk.db', 'keydesk.db-wal']) {
      const bytes = readFileSync(join(folder, file)).toString('latin1');
      expect(bytes).not.toContain(code);
      expect(bytes).not.toContain(code.replace('-', ''));
    }
  });

  test('of another user, or of nobody, is as wrong as any other', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    await codes.make(TENANT, max, 1);
    expect(await refused(max.userPrincipalName, code)).toBe('activation-code-wrong');
    expect(await refused('nobody@contoso.example', code)).toBe('activation-code-wrong');
  });

  test('is blocked by five wrong tries, for good and over a restart', async () => {
    const { code } = await codes.make(TENANT, mia, 1);
    const tries: string[] = [];
    for (let n = 0; n < 5; n++) tries.push(await refused(mia.userPrincipalName, '22222-22222'));
    expect(tries).toEqual([...Array(4).fill('activation-code-wrong'), 'activation-code-blocked']);
    await store.close();
    store = openStore(folder);
    codes = openCodes(store, () => now);
    expect(await refused(mia.userPrincipalName, code)).toBe('activation-code-blocked');
    const next = await codes.make(TENANT, mia, 1);
    expect(await refused(mia.userPrincipalName, next.code)).toBe('taken');
  });

  test('expires, is withdrawn, and gives way to a newer one', async () => {
    const first = await codes.make(TENANT, mia, 1);
    now += 2 * HOUR;
    expect(await refused(mia.userPrincipalName, first.code)).toBe('activation-code-expired');
    const second = await codes.make(TENANT, mia, 1);
    const third = await codes.make(TENANT, mia, 1);
    expect(await refused(mia.userPrincipalName, second.code)).toBe('activation-code-wrong');
    await codes.withdraw(TENANT, third.id);
    expect(await refused(mia.userPrincipalName, third.code)).toBe('activation-code-withdrawn');
    expect((await codes.list(TENANT)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
  });
});
