import { createHash } from 'node:crypto';
import { cpSync, renameSync, rmSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { makeKeyring } from '../../../../src/main/services/deskKeys/keyring.ts';
import { fingerprintOf } from '../../../../src/main/services/deskKeys/publicKey.ts';
import { signStatement } from '../../../../src/main/services/deskKeys/statement.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { joined, readPdf } from '../../../pdfText.ts';
import { noPostgres, PASSWORD, type Postgres, startPostgres } from '../../../postgres.ts';
import type { BusDesk } from '../../services/keys/busDesk.ts';
import { openReceiver } from '../webhooks/receiver.ts';
import { openDeskOf } from './enrolling.ts';
import {
  fingerprintAt,
  madeBatch,
  openSealingDesk,
  openSharing,
  pair,
  pinAt,
  shareRecord,
  trust,
} from './sealingDesks.ts';

let postgres: Postgres;
let graph: GraphSimulator;
let url: string;
let database: string;
let made = 0;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const PIN = /^\d{8}$/;
const query = (sql: string) => postgres.query(database, sql);

const open = (...names: string[]) => openSharing(graph, url, names);

const [first, second, third] = [0, 1, 2].map(n => (desks: BusDesk[]) => desks[n] as BusDesk) as [
  (desks: BusDesk[]) => BusDesk,
  (desks: BusDesk[]) => BusDesk,
  (desks: BusDesk[]) => BusDesk,
];

const standings = async (desk: BusDesk) =>
  (await desk.client.record.show()).desks.map(({ name, keys }) => [name, ...keys.map(({ standing }) => standing)]);

/** Changes a row of the record as a thief does who has the password of a desk: the change reaches all desks. */
const forge = (sql: string, table: string) =>
  query(`SELECT pg_advisory_xact_lock(7170532, 1); ${sql};
    INSERT INTO keydesk.revision (n, id, desk, tables, size)
      SELECT max(n) + 1, gen_random_uuid(), gen_random_uuid(), ARRAY['${table}'], 1000 FROM keydesk.revision;
    UPDATE keydesk."${table}" SET revision = (SELECT max(n) FROM keydesk.revision);
    SELECT pg_notify('keydesk_revision', 'x')`);

/** Returns the tables of the record in which a text occurs, as it is or in the bytes of a BLOB. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await query(
    "SELECT c.relname::text AS name FROM pg_class c WHERE c.relnamespace = 'keydesk'::regnamespace AND relkind = 'r'",
  );
  const hex = Buffer.from(text).toString('hex');
  const base64 = Buffer.from(text).toString('base64').replaceAll('=', '').slice(0, -1);
  const found: string[] = [];
  for (const { name } of tables as { name: string }[]) {
    const rows = await query(`SELECT row_to_json(t)::text AS row FROM keydesk."${name}" t`);
    const has = (rows as { row: string }[]).some(({ row }) => [text, hex, base64].some(form => row.includes(form)));
    if (has) found.push(name);
  }
  return found;
}

describe.skipIf(noPostgres !== null)('secrets of desks that share a record', () => {
  beforeEach(async () => {
    graph = await startGraphSimulator({ users: 10 });
    onTestFinished(() => graph.close());
    database = `s${++made}`;
    url = await postgres.database(database);
  });

  test('a desk shows the PINs of another one when both have confirmed each other, and not before', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    const { id, rowIds } = await madeBatch(a, [1, 2]);
    const pin = await pinAt(a, id, rowIds[0]);
    expect(pin).toMatch(PIN);
    await expect.poll(() => pinAt(b, id, rowIds[0])).toBe('secret-of-other-desk uncopied');
    await trust(a, 'B', b);
    await expect.poll(() => pinAt(b, id, rowIds[0])).toBe('secret-of-other-desk stranger');
    await trust(b, 'A', a);
    await expect.poll(() => pinAt(b, id, rowIds[0])).toBe(pin);
    // And what is made from now on, in both directions.
    const later = await madeBatch(b, [3]);
    await expect.poll(() => pinAt(a, later.id, later.rowIds[0])).toMatch(PIN);
    expect(await pinAt(a, later.id, later.rowIds[0])).toBe(await pinAt(b, later.id, later.rowIds[0]));
    expect(await standings(a)).toEqual([
      ['A', 'own'],
      ['B', 'trusted'],
    ]);
    expect(await b.client.record.check()).toMatchObject({ differences: [] });
  });

  test('sheets and lists with the PINs of another desk are made, and say which confirmation is missing before that', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    const { id, rowIds } = await madeBatch(a, [1, 2]);
    const passphrase = 'correct horse battery';
    const sheets = async () => joined(await b.client.handover.sheets({ id, pins: 'same', passphrase }));
    await expect.poll(async () => (await b.client.batches.list()).length).toBe(1);
    await expect(sheets()).rejects.toMatchObject({
      data: { code: 'secret-of-other-desk', params: { reason: 'uncopied' } },
    });
    await pair(a, 'A', b, 'B');
    await expect.poll(() => pinAt(b, id, rowIds[1])).toMatch(PIN);
    const pages = (await readPdf(await sheets(), passphrase)).map(({ text }) => text.replaceAll(/\s/gu, ''));
    for (const [n, rowId] of rowIds.entries()) expect(pages[n]).toContain(await pinAt(a, id, rowId));
  });

  test('nothing of a PIN or of a webhook’s secret is readable in the database', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    await pair(a, 'A', b, 'B');
    const { id, rowIds } = await madeBatch(a, [1]);
    const { secret } = await a.client.webhooks.add({ url: 'https://hook.example/' });
    const pin = await pinAt(a, id, rowIds[0]);
    await expect.poll(() => pinAt(b, id, rowIds[0])).toBe(pin);
    expect(await tablesWith(pin)).toEqual([]);
    expect(await tablesWith(secret)).toEqual([]);
    // The search finds what is there.
    expect(await tablesWith('https://hook.example/')).toContain('webhook');
    expect(await tablesWith(createHash('sha256').update(secret).digest('hex'))).toContain('webhook_secret');
  });

  test('any desk that may receive secrets signs for a webhook; another one does not', async () => {
    const desks = await open('a', 'b', 'c');
    const [a, b, c] = [first(desks), second(desks), third(desks)];
    await pair(a, 'A', b, 'B');
    const receiver = await openReceiver();
    onTestFinished(receiver.close);
    const { webhook, secret } = await a.client.webhooks.add({ url: receiver.url });
    const stateAt = async (desk: BusDesk) => (await desk.client.webhooks.list())[0]?.state;
    await expect.poll(() => stateAt(b)).toBe('active');
    await expect.poll(() => stateAt(c)).toBe('secret-missing');
    expect(await b.client.webhooks.test({ id: webhook.id })).toMatchObject({ status: 200 });
    const [message] = receiver.messages;
    expect(new Webhook(secret).verify(message?.body ?? '', message?.headers ?? {})).toMatchObject({
      type: 'webhook.test',
    });
    await a.client.webhooks.rotate({ id: webhook.id });
    await expect.poll(() => stateAt(b)).toBe('active');
    // Entered at C, it is C's too, and A keeps it.
    const { secret: next } = await a.client.webhooks.rotate({ id: webhook.id });
    await expect
      .poll(() => c.client.webhooks.giveSecret({ id: webhook.id, secret: next }).catch(() => undefined))
      .toMatchObject({ state: 'active' });
    await a.restart();
    expect(await stateAt(a)).toBe('active');
    await c.restart();
    expect(await stateAt(c)).toBe('active');
  });

  test('a hand-over deletes all copies, and so does the end of a webhook', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    await pair(a, 'A', b, 'B');
    const { id, rowIds } = await madeBatch(a, [1]);
    const { webhook } = await a.client.webhooks.add({ url: 'https://hook.example/' });
    await expect.poll(() => pinAt(b, id, rowIds[0])).toMatch(PIN);
    const copies = async () => [
      await query('SELECT copies FROM keydesk.batch_pin'),
      await query('SELECT copies FROM keydesk.webhook_secret'),
    ];
    expect((await copies()).map(({ length }) => length)).toEqual([1, 1]);
    await b.client.batches.handedOver({ id, rowId: rowIds[0] ?? '' });
    await b.client.webhooks.remove({ id: webhook.id });
    expect(await copies()).toEqual([[], []]);
    await expect.poll(() => pinAt(a, id, rowIds[0])).toBe('batch-pin-gone');
  });

  test('a desk that comes later is introduced by one, and trusted by all', async () => {
    const desks = await open('a', 'b', 'c');
    const [a, b, c] = [first(desks), second(desks), third(desks)];
    await pair(a, 'A', b, 'B');
    const { id, rowIds } = await madeBatch(a, [1]);
    await pair(b, 'B', c, 'C');
    await expect.poll(() => pinAt(c, id, rowIds[0])).toBe(await pinAt(a, id, rowIds[0]));
    await expect.poll(() => standings(a)).toContainEqual(['C', 'trusted']);
    const atA = (await a.client.record.show()).desks.find(({ name }) => name === 'C');
    expect(atA?.keys).toMatchObject([{ confirmedBy: 'B', holder: 'passphrase' }]);
    const { entries } = await c.client.activity.list({ kinds: ['record-desk-trusted'], limit: 50 });
    expect(entries.map(({ facts }) => facts?.name).toSorted()).toEqual(['A', 'B', 'B', 'C']);
    // The one that introduced it is removed. It stays, and a person is told.
    expect(await a.client.record.removeDesk({ desk: 'B' })).toEqual({ name: 'B', introduced: ['C'] });
    expect(await standings(a)).toEqual([
      ['A', 'own'],
      ['B', 'removed'],
      ['C', 'trusted'],
    ]);
    await expect.poll(() => standings(c)).toContainEqual(['B', 'removed']);
    const after = await madeBatch(a, [2]);
    await expect.poll(() => pinAt(c, after.id, after.rowIds[0])).toMatch(PIN);
  });

  test('a removed desk gets nothing new, keeps what it had, and introduces nobody', async () => {
    const desks = await open('a', 'b', 'c');
    const [a, b, c] = [first(desks), second(desks), third(desks)];
    await pair(a, 'A', b, 'B');
    const before = await madeBatch(a, [1]);
    await expect.poll(() => pinAt(b, before.id, before.rowIds[0])).toMatch(PIN);
    await a.client.record.removeDesk({ desk: 'B' });
    const after = await madeBatch(a, [2]);
    await expect.poll(() => pinAt(b, after.id, after.rowIds[0])).toBe('secret-of-other-desk uncopied');
    expect(await pinAt(b, before.id, before.rowIds[0])).toMatch(PIN);
    await trust(b, 'C', c);
    await expect.poll(() => standings(c)).toContainEqual(['C', 'own']);
    expect(await standings(a)).toEqual([
      ['A', 'own'],
      ['B', 'removed'],
      ['C', 'waiting'],
    ]);
    const again = a.client.record.trustDesk({ desk: 'B', fingerprint: await fingerprintAt(b) });
    await expect(again).rejects.toMatchObject({ data: { code: 'record-key-removed' } });
  });

  test('a key that a thief puts into the database receives nothing, whatever the thief says about it', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    await pair(a, 'A', b, 'B');
    const [{ id: desk, record }] = (await query(
      "SELECT d.id, r.id AS record FROM keydesk.desk d, keydesk.record r WHERE name = 'B'",
    )) as [{ id: string; record: string }];
    const thief = await makeKeyring({ record, desk, holder: 'key' });
    const print = fingerprintOf(thief.own);
    const hex = (bytes: Uint8Array) => `'\\x${Buffer.from(bytes).toString('hex')}'`;
    await forge(
      `INSERT INTO keydesk.desk_key (fingerprint, desk, holder, box, signing, has_left, revision)
       VALUES ('${print}', '${desk}', 'key', ${hex(thief.own.box)}, ${hex(thief.own.signing)}, 0, 1)`,
      'desk_key',
    );
    const [{ fingerprint: trusted }] = (await query(
      "SELECT k.fingerprint FROM keydesk.desk_key k JOIN keydesk.desk d ON d.id::text = k.desk WHERE d.name = 'A'",
    )) as [{ fingerprint: string }];
    const signature = signStatement({ record, says: 'trust', about: print, by: trusted }, thief.signingKey);
    await forge(
      `INSERT INTO keydesk.desk_statement (about, author, says, signature, revision) VALUES ('${print}', '${trusted}', 'trust', ${hex(signature)}, 1)`,
      'desk_statement',
    );
    // The keys of A itself, exchanged for the thief's.
    await forge(`UPDATE keydesk.desk_key SET box = ${hex(thief.own.box)} WHERE fingerprint = '${trusted}'`, 'desk_key');
    await expect.poll(async () => (await standings(b)).flat()).toContain('waiting');
    const { id, rowIds } = await madeBatch(b, [1]);
    expect(await pinAt(b, id, rowIds[0])).toMatch(PIN);
    const [{ copies }] = (await query('SELECT copies FROM keydesk.batch_pin')) as [{ copies: string }];
    expect(Object.keys(JSON.parse(copies).for)).not.toContain(print);
    const wrong = b.client.record.trustDesk({ desk: 'A', fingerprint: '12345 '.repeat(8) });
    await expect(wrong).rejects.toMatchObject({ data: { code: 'record-fingerprint-wrong' } });
  });

  test('a copy that is moved to another row, or that a stranger made, is refused', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    await pair(a, 'A', b, 'B');
    const { id, rowIds } = await madeBatch(a, [1, 2]);
    await expect
      .poll(async () => (await Promise.all(rowIds.map(row => pinAt(b, id, row)))).every(pin => PIN.test(pin)))
      .toBe(true);
    // Everything of one row, under the key of the other one.
    await forge(
      `UPDATE keydesk.batch_pin t SET sealed = o.sealed, copies = o.copies FROM keydesk.batch_pin o
       WHERE t.row_id = '${rowIds[0]}' AND o.row_id = '${rowIds[1]}'`,
      'batch_pin',
    );
    await expect.poll(() => pinAt(b, id, rowIds[0])).toBe('secret-of-other-desk damaged');
    await expect.poll(() => pinAt(a, id, rowIds[0])).toBe('secret-of-other-desk damaged');
    expect(await pinAt(b, id, rowIds[1])).toMatch(PIN);
    await forge(`UPDATE keydesk.batch_pin SET copies = 'nonsense' WHERE row_id = '${rowIds[1]}'`, 'batch_pin');
    // A still has its own form, and seals it again, within seconds.
    await expect.poll(() => pinAt(b, id, rowIds[1]), { timeout: 40_000 }).toMatch(PIN);
  });

  test('a desk that leaves keeps what was sealed for it, and gets nothing new', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    await pair(a, 'A', b, 'B');
    const { id, rowIds } = await madeBatch(a, [1]);
    const pin = await pinAt(a, id, rowIds[0]);
    await expect.poll(() => pinAt(b, id, rowIds[0])).toBe(pin);
    await b.client.record.leave();
    await b.restart();
    expect((await b.client.record.show()).kind).toBe('embedded');
    expect(await pinAt(b, id, rowIds[0])).toBe(pin);
    const [left] = await query(
      "SELECT k.has_left FROM keydesk.desk_key k JOIN keydesk.desk d ON d.id::text = k.desk WHERE d.name = 'B'",
    );
    expect(left).toMatchObject({ has_left: '1' });
    // It joins again as another desk, with another key, that waits.
    await b.client.record.join({ url, name: 'B' });
    await b.restart();
    await fingerprintAt(b);
    await expect.poll(() => standings(a)).toContainEqual(['B', 'waiting']);
    expect(await pinAt(b, id, rowIds[0])).toBe('secret-of-other-desk uncopied');
    // Its name is that of two desks, one of which has left.
    await trust(a, 'B', b);
    await expect.poll(() => standings(a)).toContainEqual(['B', 'trusted']);
  });

  test('a desk that joins with PINs and webhooks of its own shares them; a receiver that the record has keeps its secret', async () => {
    const [a, b] = await Promise.all(['a', 'b'].map(name => openSealingDesk(graph, name)));
    if (a === undefined || b === undefined) throw new Error('no desks');
    const hooks = [1, 2, 3, 4, 5].map(n => `https://hook${n}.example/`);
    for (const desk of [a, b]) for (const hook of hooks) await desk.client.webhooks.add({ url: hook });
    await b.client.webhooks.add({ url: 'https://own.example/' });
    const { id, rowIds } = await madeBatch(b, [1]);
    const pin = await pinAt(b, id, rowIds[0]);
    await shareRecord(url, [a, b]);
    await pair(a, 'A', b, 'B');
    await expect.poll(() => pinAt(a, id, rowIds[0])).toBe(pin);
    for (const desk of [a, b]) {
      const states = async () => (await desk.client.webhooks.list()).map(({ state }) => state);
      await expect.poll(states).toEqual(Array(6).fill('active'));
    }
  });

  test('a copy of a data folder is another desk, with another key, and waits', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    await pair(a, 'A', b, 'B');
    const { id, rowIds } = await madeBatch(a, [1]);
    await expect.poll(() => pinAt(b, id, rowIds[0])).toMatch(PIN);
    const before = await fingerprintAt(b);
    // The same passphrase, and everything else of the folder.
    await b.restart(() => {
      const copy = `${b.folder}-copy`;
      cpSync(b.folder, copy, { recursive: true });
      rmSync(b.folder, { recursive: true });
      renameSync(copy, b.folder);
    });
    await expect.poll(() => fingerprintAt(b)).not.toBe(before);
    await expect.poll(() => standings(a)).toContainEqual(['B (2)', 'waiting']);
    const later = await madeBatch(a, [2]);
    await expect.poll(() => pinAt(b, later.id, later.rowIds[0])).toBe('secret-of-other-desk uncopied');
    expect(await pinAt(b, id, rowIds[0])).toBe('secret-of-other-desk uncopied');
  });

  test('a desk where nothing can seal, and a role that may add no key, receive nothing and say why', async () => {
    const desks = await open('a');
    const a = first(desks);
    const b = await openDeskOf(graph);
    await b.client.record.join({ url, name: 'B' });
    await b.restart();
    expect((await b.client.record.show()).secrets).toEqual({ fingerprint: null, keyless: 'sealerless' });
    const none = b.client.record.trustDesk({ desk: 'A', fingerprint: await fingerprintAt(a) });
    await expect(none).rejects.toMatchObject({
      data: { code: 'record-key-missing', params: { reason: 'sealerless' } },
    });
    const { id, rowIds } = await madeBatch(a, [1]);
    await expect.poll(() => pinAt(b, id, rowIds[0])).toBe('secret-of-other-desk keyless');

    await query(`CREATE ROLE counter LOGIN PASSWORD '${PASSWORD}'`);
    await query((await a.client.record.roles()).sql);
    await query('GRANT keydesk_station TO counter');
    const station = await openSealingDesk(graph, 'station');
    await station.client.record.join({
      url: url.replace('//desk@', '//counter@'),
      name: 'Station',
      password: PASSWORD,
    });
    await station.restart();
    await expect
      .poll(async () => (await station.client.record.show()).secrets)
      .toEqual({ fingerprint: null, keyless: 'rightless' });
    await expect.poll(() => standings(a)).toContainEqual(['Station']);
  });

  test('a confirmation that cannot be recorded leaves no trust', async () => {
    const desks = await open('a', 'b');
    const [a, b] = [first(desks), second(desks)];
    const fingerprint = await fingerprintAt(b);
    await query(
      'CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE insufficient_privilege; END $$',
    );
    await query('CREATE TRIGGER refuse BEFORE INSERT ON keydesk.desk_statement FOR EACH ROW EXECUTE FUNCTION refuse()');
    await expect(a.client.record.trustDesk({ desk: 'B', fingerprint })).rejects.toMatchObject({
      data: { code: 'record-right-missing' },
    });
    expect(await standings(a)).toContainEqual(['B', 'waiting']);
    await query('DROP TRIGGER refuse ON keydesk.desk_statement');
    await trust(a, 'B', b);
    await expect.poll(() => standings(a)).toContainEqual(['B', 'trusted']);
  });
});
