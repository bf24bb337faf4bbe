import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { BatchRow } from '../../../../src/contract/batches/schema.ts';
import { readPdf } from '../../../pdfText.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { noCups, startCups } from '../../services/printers/cups.ts';

const upn = (n: number) => `user${n}@contoso.example`;

let desk: BusDesk;
beforeEach(async () => {
  desk = await openBusDesk();
});
afterEach(() => desk.close());

/** Runs a batch of one user on one key. Returns its row. */
async function made(pinHandOver: 'keep' | 'print', pinDays = 30): Promise<{ id: string; row: BatchRow }> {
  const pin = { kind: 'random-digits', length: 8 } as const;
  await desk.client.profiles.create({ name: 'Random', pin, pinHandOver, pinDays, isDefault: true });
  desk.graph.tenant.changeUser(upn(1), { displayName: 'Jürgen Groß', preferredLanguage: 'de-AT' });
  const rows = [{ line: 1, user: upn(1), serial: null, name: null, profile: null }];
  const { id } = await desk.client.batches.create({ source: { kind: 'rows', rows } });
  await desk.client.batches.check({ id });
  await desk.client.batches.start({ id, interactive: false });
  await desk.plug(await desk.key(), '4711');
  for await (const { batch } of await desk.client.batches.watch({ id })) if (batch.state === 'finished') break;
  const [row] = (await desk.client.batches.rows({ id })).rows;
  if (row === undefined) throw new Error('no row');
  return { id, row };
}

const pinOf = async (id: string, rowId: string) => (await desk.client.batches.showPin({ id, rowId })).pin;
const kinds = async () => (await desk.client.activity.list({ limit: 50 })).entries.map(({ kind }) => kind);

describe('a message to a user', () => {
  test('about the key is in the language of the user, and has no PIN', async () => {
    const { id, row } = await made('keep');
    const { text, ...rest } = await desk.client.handover.message({ id, rowId: row.id, kind: 'mail' });
    expect(rest).toEqual({ language: 'de', hasPin: false });
    expect(text).toMatch(/^Jürgen Groß\n\nMit diesem Sicherheitsschlüssel/);
    expect(text).toContain('Seriennummer: 4711');
    expect(text).not.toContain(await pinOf(id, row.id));
    expect(await kinds()).not.toContain('batch-pin-copied');
  });

  test('with the PIN has an entry in the activity log, and is refused after the hand-over', async () => {
    const { id, row } = await made('keep');
    const ref = { id, rowId: row.id };
    const { text, hasPin } = await desk.client.handover.message({ ...ref, kind: 'chat' });
    expect(hasPin).toBe(true);
    expect(text.split('\n')[1]).toBe(await pinOf(id, row.id));
    expect(await kinds()).toContain('batch-pin-copied');
    await desk.client.batches.handedOver(ref);
    const again = desk.client.handover.message({ ...ref, kind: 'chat' });
    await expect(again).rejects.toMatchObject({ data: { code: 'handover-pins-gone' } });
  });

  test('has the text of the settings, with its placeholders replaced once', async () => {
    const { id, row } = await made('keep');
    await desk.client.settings.set({
      organizationName: 'Contoso {pin}',
      mailText: '{name} ({account}): {organization} {else}',
    });
    const { text } = await desk.client.handover.message({ id, rowId: row.id, kind: 'mail' });
    expect(text).toBe(`Jürgen Groß (${upn(1)}): Contoso {pin} {else}`);
  });
});

describe('a PIN that a profile prints', () => {
  test.skipIf(noCups !== null)(
    'is on a sheet in the queue when its key is done, with an entry, and stays sealed',
    async () => {
      const cups = await startCups();
      onTestFinished(cups.close);
      vi.stubEnv('CUPS_SERVER', cups.env.CUPS_SERVER);
      onTestFinished(() => void vi.unstubAllEnvs());
      await desk.client.settings.set({ pinPrinter: 'Desk', pinPaper: 'label62' });
      const { id, row } = await made('print');
      await vi.waitFor(() => expect(cups.documents()).toHaveLength(1), 10_000);
      const [sheet = Buffer.alloc(0)] = cups.documents();
      const [page] = await readPdf(sheet);
      const pin = await pinOf(id, row.id);
      expect(JSON.stringify(page).replaceAll(/\s/g, '')).toContain(pin);
      expect(await kinds()).toContain('batch-pin-printed');
    },
  );

  test('is kept, and the desk is told, if no printer takes it', async () => {
    const { id, row } = await made('print');
    for await (const { keys } of await desk.client.batches.watch({ id })) {
      if (keys[0]?.failure?.code === 'printer-not-chosen') break;
    }
    expect(await pinOf(id, row.id)).toMatch(/^\d{8}$/);
  });
});

test('a PIN is deleted after the days that its profile says', async () => {
  const { id, row } = await made('keep', 2);
  const now = Date.now();
  vi.useFakeTimers({ now: now + 2 * 24 * 3600_000 + 1000, toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  await expect(pinOf(id, row.id)).rejects.toMatchObject({ data: { code: 'batch-pin-gone' } });
});

test('the summary of a batch counts what was made and handed over, and the time per key', async () => {
  const { id, row } = await made('keep');
  const before = await desk.client.batches.summary({ id });
  expect(before).toMatchObject({ made: 1, handedOver: 0, causes: [] });
  expect(before.secondsPerKey).toBeGreaterThan(0);
  await desk.client.batches.handedOver({ id, rowId: row.id });
  expect(await desk.client.batches.summary({ id })).toMatchObject({ made: 1, handedOver: 1 });
  const rows = ['nobody@contoso.example', 'nowhere@contoso.example', upn(1)].map((user, n) => ({
    ...{ line: n + 1, user, serial: null, name: null, profile: null },
  }));
  const other = await desk.client.batches.create({ source: { kind: 'rows', rows } });
  await desk.client.batches.check({ id: other.id });
  const { causes } = await desk.client.batches.summary({ id: other.id });
  expect(causes.map(({ state, count, example }) => [state, count, example?.code])).toEqual([
    ['failed', 2, 'user-not-found'],
    ['skipped', 1, 'batch-has-key'],
  ]);
});
