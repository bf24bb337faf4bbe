import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import readExcelFile from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BatchRow } from '../../../../src/contract/batches/schema.ts';
import { joined, readPdf } from '../../../pdfText.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';

const passphrase = 'correct horse battery';
const upn = (n: number) => `user${n}@contoso.example`;
const people = [
  { displayName: 'Jürgen Groß', preferredLanguage: 'de-AT' },
  { displayName: '山田 太郎', preferredLanguage: 'ja-JP' },
  { displayName: 'محمد عبد الله', preferredLanguage: 'ar' },
];

let desk: BusDesk;
beforeEach(async () => {
  desk = await openBusDesk();
  await desk.client.profiles.create({ name: 'Random', pin: { kind: 'random-digits', length: 8 }, isDefault: true });
  for (const [n, change] of people.entries()) desk.graph.tenant.changeUser(upn(n + 1), change);
});
afterEach(() => desk.close());

/** Runs a batch of these users. Returns its id. */
async function madeBatch(users: readonly string[]): Promise<string> {
  const rows = users.map((user, n) => ({ line: n + 2, user, serial: null, name: null, profile: null }));
  const { id } = await desk.client.batches.create({ name: 'Monday', source: { kind: 'rows', rows } });
  await desk.client.batches.check({ id });
  await desk.client.batches.start({ id, interactive: false });
  for (const [n] of users.entries()) {
    const before = (await desk.client.batches.get({ id })).counts.done;
    if ((await rowsOf(id)).every(({ state }) => state !== 'waiting-for-key')) break;
    await desk.plug(await desk.key(), `SN${n}`);
    for await (const { batch } of await desk.client.batches.watch({ id })) if (batch.counts.done > before) break;
  }
  return id;
}

const rowsOf = async (id: string): Promise<BatchRow[]> => (await desk.client.batches.rows({ id })).rows;
const pinsOf = async (id: string) =>
  Promise.all(
    (await rowsOf(id)).flatMap(({ id: rowId, pinKept }) =>
      pinKept ? [desk.client.batches.showPin({ id, rowId }).then(({ pin }) => pin)] : [],
    ),
  );
const entriesOf = async (kind: 'batch-pin-printed' | 'batch-pin-exported') =>
  (await desk.client.activity.list({ kinds: [kind], limit: 50 })).entries;
const tight = (text: string) => text.replaceAll(/\s/gu, '').normalize('NFKC');

/** Returns the files of the data folder that contain a text, in UTF-8 or UTF-16. */
function filesWith(text: string): string[] {
  return readdirSync(desk.folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => {
      const content = readFileSync(file);
      return content.includes(text) || content.includes(Buffer.from(text, 'utf16le'));
    });
}

describe('sheets', () => {
  test('are in the language of each user, and have the PINs of their keys', async () => {
    await desk.client.settings.set({ organizationName: 'Contoso AG', organizationContact: 'Extension 4711' });
    const id = await madeBatch([upn(1), upn(2), upn(3)]);
    const pins = await pinsOf(id);
    const content = await joined(await desk.client.handover.sheets({ id, pins: 'same', passphrase }));
    const pages = (await readPdf(content, passphrase)).map(({ text }) => tight(text));
    expect(pages.length).toBe(3);
    for (const [n, word] of ['Seriennummer', 'シリアル番号', 'الرقمالتسلسلي'].entries()) {
      for (const known of [
        word,
        people[n]?.displayName ?? '',
        `SN${n}`,
        pins[n] ?? '-',
        'ContosoAG',
        'Extension4711',
      ]) {
        expect(pages[n]).toContain(tight(known));
      }
    }
    for (const pin of pins) expect(filesWith(pin)).toEqual([]);
    expect(filesWith(passphrase)).toEqual([]);
    const entries = await entriesOf('batch-pin-printed');
    expect(entries.map(({ user }) => user.userPrincipalName).sort()).toEqual([upn(1), upn(2), upn(3)]);
    expect(entries[0]?.facts).toMatchObject({ batch: 'Monday', protection: 'passphrase' });
  });

  test('without PINs need no passphrase, and are no entry of the activity log', async () => {
    const id = await madeBatch([upn(1)]);
    const [pin = ''] = await pinsOf(id);
    const [page] = await readPdf(await joined(await desk.client.handover.sheets({ id, language: 'fr' })));
    expect(page?.text).toContain('Votre clé de sécurité');
    expect(page?.text).not.toContain(pin);
    expect(await entriesOf('batch-pin-printed')).toEqual([]);
  });

  test('refuse a short passphrase, and PINs without one, before anything is recorded', async () => {
    const id = await madeBatch([upn(1)]);
    for (const [given, reason] of [
      [undefined, 'missing'],
      ['', 'missing'],
      ['eleven char', 'too-short'],
      ['👩‍👩‍👧‍👦'.repeat(12), 'characters'],
      ['a passphrase\u0007', 'characters'],
      ['x'.repeat(128), 'too-long'],
      ['abcdabcdabcd', 'too-simple'],
    ] as const) {
      const request = { id, pins: 'same' as const, ...(given === undefined ? {} : { passphrase: given }) };
      await expect(desk.client.handover.sheets(request)).rejects.toMatchObject({
        data: { code: 'handover-passphrase', params: { reason } },
      });
    }
    expect(await entriesOf('batch-pin-printed')).toEqual([]);
  });

  test('name each row whose PIN is not kept any more, and write nothing', async () => {
    const id = await madeBatch([upn(1), upn(2)]);
    const [first, second] = await rowsOf(id);
    await desk.client.batches.handedOver({ id, rowId: first?.id ?? '' });
    const chosen = { id, pins: 'separate' as const, passphrase, rowIds: [first?.id ?? '', second?.id ?? ''] };
    await expect(desk.client.handover.sheets(chosen)).rejects.toMatchObject({
      data: { code: 'handover-pins-gone', params: { count: 1, lines: '2' } },
    });
    expect(await entriesOf('batch-pin-printed')).toEqual([]);
    // Or the file has the others only, and the row without its PIN.
    const content = await joined(
      await desk.client.handover.sheets({ ...chosen, pins: 'same', missingPins: 'without' }),
    );
    const pages = (await readPdf(content, passphrase)).map(({ text }) => tight(text));
    expect(pages).toHaveLength(2);
    const [kept = ''] = await pinsOf(id);
    expect(pages.map(text => text.includes(kept))).toEqual([false, true]);
    expect(await entriesOf('batch-pin-printed')).toHaveLength(1);
    // Without a choice, those are printed that were not handed over yet: a sheet, and a folded one.
    const rest = await joined(await desk.client.handover.sheets({ id, pins: 'separate', passphrase }));
    expect((await readPdf(rest, passphrase)).length).toBe(2);
    await desk.client.batches.handedOver({ id, rowId: second?.id ?? '' });
    await expect(desk.client.handover.sheets({ id, pins: 'same', passphrase })).rejects.toMatchObject({
      data: { code: 'handover-empty' },
    });
  });

  test('refuse a row of another batch, and a batch that does not exist', async () => {
    const id = await madeBatch([upn(1)]);
    await expect(desk.client.handover.sheets({ id, rowIds: ['nowhere'] })).rejects.toMatchObject({
      data: { code: 'batch-row-not-found' },
    });
    await expect(desk.client.handover.sheets({ id: 'nowhere' })).rejects.toMatchObject({
      data: { code: 'batch-not-found' },
    });
  });
});

describe('a list', () => {
  test('has every row with its state and problem, and no PIN', async () => {
    desk.graph.tenant.changeUser(upn(2), { displayName: '=1+1\u202Ecod.' });
    const id = await madeBatch([upn(1), upn(2), 'nobody@contoso.example']);
    const pins = await pinsOf(id);
    const csv = (await joined(await desk.client.handover.export({ id, format: 'csv' }))).toString();
    expect(csv.split('\n')[0]).toContain('line,userPrincipalName,displayName,state,product,serial');
    expect(csv).toContain(`2,${upn(1)},Jürgen Groß,done,Key,SN0`);
    expect(csv).toContain("'=1+1\\u{202e}cod.");
    expect(csv).toMatch(/4,nobody@contoso\.example,.*,failed,.*user-not-found/);
    expect(csv).not.toContain('\u202e');
    for (const pin of pins) expect(csv).not.toContain(pin);

    const workbook = await joined(await desk.client.handover.export({ id, format: 'xlsx' }));
    const [sheet] = await readExcelFile(workbook);
    expect(sheet?.data[0]?.slice(0, 4)).toEqual(['line', 'userPrincipalName', 'displayName', 'state']);
    expect(sheet?.data[2]?.[2]).toBe('=1+1\\u{202e}cod.');

    const pages = await readPdf(await joined(await desk.client.handover.export({ id, format: 'pdf', language: 'de' })));
    const text = pages.map(page => page.text).join();
    for (const word of ['Stapel Monday', 'Jürgen Groß', 'Erledigt', 'SN0', 'nobody@contoso.example']) {
      expect(text).toContain(word);
    }
    for (const pin of pins) expect(text).not.toContain(pin);
    expect(await entriesOf('batch-pin-exported')).toEqual([]);
  });

  test('with PINs is a PDF that its passphrase opens, or a message in which nothing is readable', async () => {
    const id = await madeBatch([upn(1), upn(2)]);
    const pins = await pinsOf(id);
    const protection = { kind: 'passphrase', passphrase } as const;
    const pdf = await joined(await desk.client.handover.export({ id, format: 'pdf', protection }));
    await expect(readPdf(pdf)).rejects.toThrow(/password/i);
    const text = (await readPdf(pdf, passphrase)).map(page => page.text).join();
    for (const pin of pins) expect(text).toContain(pin);
    const csv = await joined(await desk.client.handover.export({ id, format: 'csv', protection }));
    for (const pin of [...pins, upn(1)]) expect(csv.includes(pin)).toBe(false);
    expect((await entriesOf('batch-pin-exported')).length).toBe(4);
    for (const pin of pins) expect(filesWith(pin)).toEqual([]);
  });

  test('with PINs needs a usable certificate', async () => {
    const id = await madeBatch([upn(1)]);
    const protection = { kind: 'certificate', pem: 'no certificate' } as const;
    await expect(desk.client.handover.export({ id, format: 'csv', protection })).rejects.toMatchObject({
      data: { code: 'handover-recipient', params: { reason: 'pem-without-certificate' } },
    });
    expect(await entriesOf('batch-pin-exported')).toEqual([]);
  });
});
