import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { usableSerial } from '../../../../src/main/services/keys/serials.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { enrollAt, PIN, USER } from '../enrollment/desk.ts';

const OTHER = 'user3@contoso.example';
const pin = { kind: 'given', pin: PIN } as const;

describe('a serial number', () => {
  test.each(['4711', '12345679', 'KD-0001', '0011', 'F1D0-1024', '2024073', 'SN00017A', '20160001', '7778'])(
    '%s can be one key’s own',
    serial => {
      expect(usableSerial(` ${serial}\n`)).toBe(serial);
    },
  );

  test.each([
    undefined,
    '',
    '  ',
    '0',
    '7',
    '42',
    '0000000000',
    '1111',
    'FFFFFFFFFFFF',
    'ffff-ffff',
    'ABABABAB',
    '0001',
    '00-00-00-00-00-01',
    '0000000A',
    '1000000000',
    '1000',
    '00010000',
    '1234',
    '12345678',
    '123456789',
    '1234567890',
    '01234567890',
    '0123456789ABCDEF',
    'abcdef',
    '87654321',
    '9876543210',
    'FEDCBA98',
    'None',
    'N/A',
    'To be filled by O.E.M.',
    'Serial Number',
    'unknown',
    '....',
  ])('%s is no key’s own', serial => {
    expect(usableSerial(serial)).toBeUndefined();
  });
});

describe('keys that tell a serial number', () => {
  let desk: BusDesk;
  beforeEach(async () => {
    desk = await openBusDesk();
  });
  afterEach(() => desk.close());

  const plugged = (keyId?: string) => desk.client.inventory.plugged(keyId === undefined ? {} : { keyId });
  const rows = async () => (await desk.client.inventory.list({})).keys;
  const active = async () => (await rows()).filter(({ state }) => state === 'active');
  const enrolled = async (user: string) => {
    const { failure } = await enrollAt(desk, { user, pin });
    // What is written down after the end is there once the next is asked for.
    await desk.client.assignments.list({});
    return failure?.error.code;
  };

  test('are known by it at any port, with no question put to a blank one', async () => {
    const key = await desk.key();
    await desk.plug(key, '4711');
    expect(await enrolled(USER)).toBeUndefined();
    await desk.plug(key, '4711', 5);
    expect(await plugged()).toMatchObject({ identifiedBy: 'serial', serial: '4711', state: 'active' });
    expect(await rows()).toHaveLength(1);
  });

  test.each(['1000000000', '0001'])(
    'one after the other with the placeholder %s: each is a key of its own',
    async serial => {
      const [one, two] = [await desk.key(), await desk.key()];
      await desk.plug(one, serial);
      expect(await enrolled(USER)).toBeUndefined();
      await desk.plug(two, serial);
      expect(await plugged()).toMatchObject({ identifiedBy: 'model', state: 'blank' });
      expect(await enrolled(OTHER)).toBeUndefined();
      expect(await plugged()).toMatchObject({ user: { userPrincipalName: OTHER } });
      await desk.plug(one, serial);
      expect(await plugged()).toMatchObject({ identifiedBy: 'credential', user: { userPrincipalName: USER } });
      expect(await enrolled(OTHER)).toBe('key-belongs-to-another');
    },
  );

  test('one after the other with any number that is not their own: the second blank key has no owner, and both are distinguished', async () => {
    const [one, two] = [await desk.key(), await desk.key()];
    await desk.plug(one, '4711');
    expect(await enrolled(USER)).toBeUndefined();
    await desk.plug(two, '4711');
    expect(await plugged()).toMatchObject({ identifiedBy: 'model', state: 'blank' });
    expect(await enrolled(OTHER)).toBeUndefined();
    expect(await plugged()).toMatchObject({ identifiedBy: 'credential', user: { userPrincipalName: OTHER } });
    await desk.plug(one, '4711');
    expect(await plugged()).toMatchObject({ identifiedBy: 'credential', user: { userPrincipalName: USER } });
    // It is learned for good.
    await desk.restart();
    expect(await plugged()).toMatchObject({ identifiedBy: 'credential', user: { userPrincipalName: USER } });
    const third = await desk.key();
    await desk.plug(third, '4711');
    expect(await plugged()).toMatchObject({ identifiedBy: 'model', state: 'blank' });
  });

  test('one of them reported lost: the others of its number are used on, and it is refused when it turns up', async () => {
    const [one, two] = [await desk.key(), await desk.key()];
    await desk.plug(one, '4711');
    await enrolled(USER);
    const [lost] = await active();
    await desk.client.inventory.reportLost({ id: lost?.id ?? '' });
    await desk.plug(two, '4711');
    expect(await enrolled(OTHER)).toBeUndefined();
    await desk.plug(one, '4711');
    expect(await plugged()).toMatchObject({ state: 'lost', id: lost?.id });
    expect(await enrolled(USER)).toBe('key-reported-lost');
  });

  test('two plugged in at once: the number belongs to no key from then on, and what was known by it keeps its history', async () => {
    const [one, two] = [await desk.key(), await desk.key()];
    await desk.plug(one, '4711');
    await enrolled(USER);
    const [before] = await active();
    await desk.plugToo(two, '4711', 1);
    await plugged('hid:/dev/hidraw1');
    await desk.plug(two, '4711');
    expect(await plugged()).toMatchObject({ identifiedBy: 'model' });
    await desk.plug(one, '4711');
    expect(await plugged()).toMatchObject({
      id: before?.id,
      identifiedBy: 'credential',
      firstSeenAt: before?.firstSeenAt,
      user: { userPrincipalName: USER },
    });
  });

  test('a model with another AAGUID under the same number is another key', async () => {
    const [one, two] = [await desk.key(), await desk.key({ profile: 'legacy' })];
    await desk.plug(one, '4711');
    await enrolled(USER);
    await desk.plug(two, '4711');
    expect(await plugged()).toMatchObject({ identifiedBy: 'model', state: 'blank' });
    expect(await enrolled(OTHER)).toBeUndefined();
  });

  test('one that keeps its passkeys to itself is still known by its number', async () => {
    const key = await desk.key();
    const keyId = await desk.plug(key, '4711');
    await enrolled(USER);
    await desk.client.keys.configure({ keyId, pin: PIN, change: { kind: 'setAlwaysUv', on: true } });
    expect(await plugged()).toMatchObject({ identifiedBy: 'serial', state: 'active' });
    expect(await enrolled(OTHER)).toBe('key-belongs-to-another');
  });

  test('a retired one that was erased elsewhere stays refused', async () => {
    const [one, blank] = [await desk.key(), await desk.key()];
    await desk.plug(one, '4711');
    await enrolled(USER);
    const [row] = await active();
    await desk.client.inventory.retire({ id: row?.id ?? '' });
    await desk.plug(blank, '4711');
    expect(await enrolled(OTHER)).toBe('key-retired');
  });

  test('rows of an older Keydesk that took a placeholder for a name are known by their passkeys, each by its own', async () => {
    const [one, two] = [await desk.key(), await desk.key()];
    await desk.plug(one, '4711');
    await enrolled(USER);
    await desk.plug(two, '4712');
    await enrolled(OTHER);
    // As if both had told the same number.
    const database = new DatabaseSync(join(desk.folder, 'keydesk.db'));
    const [first, second] = database.prepare('SELECT id FROM security_key ORDER BY serial').all();
    database.prepare('UPDATE assignment SET security_key_id = ?').run(first?.id ?? null);
    database.prepare('DELETE FROM security_key WHERE id = ?').run(second?.id ?? null);
    database.exec(`UPDATE security_key SET identity = 'serial:1:2:1000000000', serial = '1000000000'`);
    database.close();
    await desk.plug(one, '1000000000');
    expect(await plugged()).toMatchObject({ identifiedBy: 'credential', user: { userPrincipalName: USER } });
    await desk.plug(two, '1000000000');
    expect(await plugged()).toMatchObject({ identifiedBy: 'credential', user: { userPrincipalName: OTHER } });
    expect(await active()).toHaveLength(2);
  });
});
