import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import type { Store } from '../../../../src/main/base/store/database.ts';
import { sharedPins } from '../../../../src/main/features/batches/sharedPins.ts';
import { type Keyring, makeKeyring } from '../../../../src/main/services/deskKeys/keyring.ts';
import { fingerprintOf } from '../../../../src/main/services/deskKeys/publicKey.ts';
import { addCopies, openCopy } from '../../../../src/main/services/deskKeys/sealCopies.ts';
import { eachPiece, lacksCopy } from '../../../../src/main/services/deskKeys/sharedSecrets.ts';

let a: Keyring;
let b: Keyring;
let stranger: Keyring;
beforeAll(async () => {
  [a, b, stranger] = await Promise.all([made('a'), made('b'), made('stranger')]);
  b = { ...b, known: [{ key: a.own, via: fingerprintOf(b.own), isRemoved: false }] };
});
const made = (desk: string) => makeKeyring({ record: 'r', desk, holder: 'key' });

const SEALED = Buffer.from('what the maker has sealed for itself, with a tag');
const secret = { name: 'batch-pin/1', sealed: SEALED, copies: '{}' };
const PIN = '27182818';

describe('a copy of a secret', () => {
  test('opens for its recipient, in its row, and as a copy of this secret alone', async () => {
    const copies = await addCopies(a, [b.own], secret, PIN);
    expect(await openCopy(b, { ...secret, copies })).toEqual({ text: PIN });
    expect(await openCopy(b, { ...secret, copies, name: 'batch-pin/2' })).toEqual({ why: 'damaged' });
    expect(await openCopy(b, { ...secret, copies, sealed: Buffer.from('another secret'.repeat(4)) })).toEqual({
      why: 'uncopied',
    });
    expect(await openCopy(stranger, { ...secret, copies })).toEqual({ why: 'uncopied' });
    expect(copies).not.toContain(PIN);
  });

  test('of a stranger is refused, also if it names a desk that is trusted', async () => {
    const copies = await addCopies(stranger, [b.own], secret, '00000000');
    expect(await openCopy(b, { ...secret, copies })).toEqual({ why: 'stranger' });
    const renamed = copies.replaceAll(fingerprintOf(stranger.own), fingerprintOf(a.own));
    expect(await openCopy(b, { ...secret, copies: renamed })).toEqual({ why: 'damaged' });
  });

  test('is not made twice, and one for another desk is added', async () => {
    const one = await addCopies(a, [b.own], secret, PIN);
    expect(await addCopies(a, [b.own], { ...secret, copies: one }, PIN)).toBe(one);
    const both = await addCopies(a, [b.own, a.own], { ...secret, copies: one }, PIN);
    expect(Object.keys(JSON.parse(both).for)).toEqual([fingerprintOf(b.own), fingerprintOf(a.own)]);
    expect(await openCopy(a, { ...secret, copies: both })).toEqual({ text: PIN });
  });
});

describe('the rows that lack a copy', () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-copies-'));
    store = openRecord(folder);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  test('are found among many: those without one, with one of another secret, or with anything else; not those that have expired', async () => {
    const { database } = store;
    const batch = { id: 'b', tenant: 't', name: 'b', state: 'paused', existing: 'add', created_at: '', updated_at: '' };
    await database.insertInto('batch').values(batch).execute();
    const whole = await addCopies(a, [a.own, b.own], secret, PIN);
    const onlyA = await addCopies(a, [a.own], secret, PIN);
    const special = new Map([
      [5, '{}'],
      [400, onlyA],
      [700, 'nonsense'],
    ]);
    await database.write(async transaction => {
      for (let n = 0; n < 800; n++) {
        const id = String(n).padStart(4, '0');
        const row = { id, batch_id: 'b', line: n, place: n, typed: 'u', state: 'done' };
        await transaction.insertInto('batch_row').values(row).execute();
        // The last one was replaced by a desk that does not know copies.
        const sealed = n === 799 ? Buffer.from('another secret'.repeat(4)) : SEALED;
        const expires_at = n === 6 ? 0 : Date.now() + 1e6;
        const pin = { row_id: id, sealed, expires_at, copies: n === 6 ? '{}' : (special.get(n) ?? whole) };
        await transaction.insertInto('batch_pin').values(pin).execute();
      }
    });
    const found: string[] = [];
    const prints = [a, b].map(({ own }) => fingerprintOf(own));
    await eachPiece(sharedPins(database, null), lacksCopy(prints), async rows => {
      for (const { id, name } of rows) found.push(id, name);
    });
    expect(found).toEqual(['0005', '0400', '0700', '0799'].flatMap(id => [id, `batch-pin/${id}`]));
  });
});
