import { onTestFinished } from 'vitest';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import type { GraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';

export const user = (n: number) => `user${n}@contoso.example`;

/** Opens a desk that can seal, with a passphrase of its own, until the end of the test. */
export async function openSealingDesk(graph: GraphSimulator, name: string): Promise<BusDesk> {
  const sealer = sealerFromEnvironment({ KEYDESK_SEALING_KEY: `${name}: a long enough key` });
  const desk = await openBusDesk(undefined, undefined, undefined, graph, { sealer });
  onTestFinished(desk.close);
  return desk;
}

/** Makes a record at the first desk, and joins the others to it. They are named by letters. */
export async function shareRecord(url: string, [first, ...others]: readonly BusDesk[]): Promise<void> {
  await first?.client.record.create({ url, name: 'A' });
  await first?.restart();
  for (const [n, desk] of others.entries()) {
    await desk.client.record.join({ url, name: 'BCDEF'[n] ?? '' });
    await desk.restart();
  }
}

/** Opens desks that can seal, and lets them share a record. */
export async function openSharing(graph: GraphSimulator, url: string, names: readonly string[]): Promise<BusDesk[]> {
  const desks = await Promise.all(names.map(name => openSealingDesk(graph, name)));
  await shareRecord(url, desks);
  return desks;
}

/** Returns the fingerprint that a desk shows. It is there when the record has its key. */
export async function fingerprintAt(desk: BusDesk): Promise<string> {
  for (;;) {
    const { secrets } = await desk.client.record.show();
    if (secrets?.fingerprint != null) return secrets.fingerprint;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** Lets one desk seal for another. */
export async function trust(at: BusDesk, name: string, desk: BusDesk): Promise<void> {
  await at.client.record.trustDesk({ desk: name, fingerprint: await fingerprintAt(desk) });
}

/** Lets two desks seal for each other. */
export async function pair(a: BusDesk, nameA: string, b: BusDesk, nameB: string): Promise<void> {
  await trust(a, nameB, b);
  await trust(b, nameA, a);
}

/** Makes keys with random PINs for users, in a batch. Returns the batch and its rows. */
export async function madeBatch(desk: BusDesk, users: readonly number[]): Promise<{ id: string; rowIds: string[] }> {
  const { client } = desk;
  const has = (await client.profiles.list()).some(({ name }) => name === 'Random');
  if (!has)
    await client.profiles.create({ name: 'Random', pin: { kind: 'random-digits', length: 8 }, isDefault: true });
  const rows = users.map((n, line) => ({ line: line + 1, user: user(n), serial: null, name: null, profile: null }));
  const { id } = await client.batches.create({ source: { kind: 'rows', rows } });
  await client.batches.check({ id });
  await client.batches.start({ id, interactive: false });
  for (const n of users) {
    const before = (await client.batches.get({ id })).counts.done;
    await desk.plug(await desk.key(), `SN${n}`);
    for await (const { batch } of await client.batches.watch({ id })) if (batch.counts.done > before) break;
  }
  await desk.unplug();
  return { id, rowIds: (await client.batches.rows({ id })).rows.map(row => row.id) };
}

/** Returns the PIN of a row, or the code of the error. */
export async function pinAt(desk: BusDesk, id: string, rowId: string | undefined): Promise<string> {
  try {
    return (await desk.client.batches.showPin({ id, rowId: rowId ?? '' })).pin;
  } catch (error) {
    const { code, params } = (error as { data: { code: string; params: { reason?: string } } }).data;
    return [code, params.reason].filter(Boolean).join(' ');
  }
}
