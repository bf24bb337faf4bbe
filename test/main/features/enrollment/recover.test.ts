import { uptime } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../../src/main/features/enrollment/journalEntry.ts';
import { recoverAll } from '../../../../src/main/features/enrollment/recover.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Bench, openBench } from './bench.ts';
import { entry as plain } from './journalEntry.ts';

const GET = { method: 'GET', path: 'authentication/fido2Methods', times: 99, status: 404 };
const POST = { method: 'POST', path: 'fido2Methods' };

let bench: Bench;
let key: SoftwareKey;
let keyId: string;
beforeEach(async () => {
  bench = await openBench();
  ({ key, keyId } = await bench.plug());
});
afterEach(() => bench.close());

const recover = (signal = new AbortController().signal) => recoverAll(bench.parts, signal);
const stateOf = async ({ id }: { id: string }) => (await bench.journal.get(id))?.state;
const recovered = async () => (await bench.activity()).filter(({ kind }) => kind === 'enrollment-recovered');

/** An entry of an enrollment whose POST never came through, so that its credential can still be registered. */
async function submitted(change: Partial<JournalEntry> = {}): Promise<JournalEntry> {
  bench.graph.faults.add({ ...POST, times: 99, status: 503 });
  const cancel = new AbortController();
  const { sleep } = bench.parts;
  bench.parts.sleep = async () => cancel.abort();
  await bench.enroll({}, { cancel });
  bench.parts.sleep = sleep;
  bench.graph.faults.clear();
  const { id } = await bench.unfinished();
  await bench.store.database
    .updateTable('journal')
    .set({ error: null, ...change })
    .where('id', '=', id)
    .execute();
  const entry = await bench.journal.get(id);
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

describe('recovery of an enrollment that was cut off', () => {
  test.each(['options-fetched', 'key-prepared'] as const)(
    'as %s: nothing is on the key unless makeCredential was sent',
    async state => {
      const entries: JournalEntry[] = [];
      for (const creating of [0, 1]) entries.push(await begun({ state, creating }));
      await recover();
      expect(await Promise.all(entries.map(stateOf))).toEqual(['cleaned-up', 'needs-attention']);
      expect(await recovered()).toMatchObject([
        { result: 'done', facts: { from: state, to: 'cleaned-up' } },
        { result: 'failed', facts: { from: state, to: 'needs-attention' } },
      ]);
      expect(await bench.journal.abandoned()).toMatchObject([{ instance: '' }]);
    },
  );

  test('before the computer started: the journal may have lost that makeCredential was sent', async () => {
    const entry = await begun({ state: 'key-prepared', creating: 0, updated_at: new Date(0).toISOString() });
    await recover();
    expect(await stateOf(entry)).toBe('needs-attention');
  });

  test('after the computer started: the journal has lost nothing', async () => {
    const startedUp = Date.now() - uptime() * 1000;
    const [before, after] = [
      await begun({ state: 'key-prepared', creating: 0, updated_at: new Date(startedUp - 30_000).toISOString() }),
      await begun({ state: 'key-prepared', creating: 0, updated_at: new Date(startedUp + 30_000).toISOString() }),
    ];
    await recover();
    expect([await stateOf(before), await stateOf(after)]).toEqual(['needs-attention', 'cleaned-up']);
  });

  test('as proven: it is done, in one transaction with the log, and was recovered', async () => {
    const entry = await bench.leave({}, true);
    await recover();
    expect(await bench.journal.get(entry.id)).toMatchObject({ state: 'done', recovered: 1 });
    expect(await recovered()).toMatchObject([
      { result: 'done', facts: { enrollmentId: entry.id, from: 'proven', to: 'done' } },
    ]);
    expect(bench.log).toEqual([`enrollment ${entry.id}: proven -> done`]);
  });

  async function begun(change: Partial<JournalEntry>): Promise<JournalEntry> {
    const id = await bench.journal.begin({ ...plain, tenant: bench.tenant });
    await bench.journal.release(id);
    await bench.store.database.updateTable('journal').set(change).where('id', '=', id).execute();
    const entry = await bench.journal.get(id);
    if (entry === undefined) throw new Error('no entry');
    return entry;
  }
});

describe('recovery of a credential that may not be registered', () => {
  test('registers it while its challenge lives, and proves it', async () => {
    const entry = await submitted();
    await recover();
    expect(await bench.journal.get(entry.id)).toMatchObject({ state: 'done', method_id: expect.any(String) });
    expect(bench.graph.state.methods).toHaveLength(1);
  });

  test('finds it where Entra has it, whatever became of its challenge', async () => {
    const entry = await bench.leave({ state: 'credential-created', submission: 'unknown', method_id: null }, true);
    await bench.store.database
      .updateTable('journal')
      .set({ challenge_expires_at: new Date(0).toISOString() })
      .execute();
    await recover();
    expect(await bench.journal.get(entry.id)).toMatchObject({ state: 'done', method_id: expect.any(String) });
  });

  test('finds it, and leaves it registered where its key is not there', async () => {
    await bench.leave({ state: 'credential-created', submission: 'unknown', method_id: null }, true);
    await bench.here.unplug(keyId);
    await recover();
    expect(await bench.unfinished()).toMatchObject({ state: 'registered', method_id: expect.any(String) });
    expect(await recovered()).toMatchObject([{ facts: { from: 'credential-created', to: 'registered' } }]);
  });

  test.each(['credential-created', 'needs-attention'] as const)(
    'as %s stops looking for it when Keydesk quits',
    async state => {
      await bench.leave({ state, submission: 'unknown', method_id: null }, true);
      bench.graph.faults.add({ ...GET, delayMs: 60_000 });
      const quit = new AbortController();
      setTimeout(() => quit.abort(), 20);
      await recover(quit.signal);
      expect(await bench.unfinished()).toMatchObject({ state });
    },
  );

  test.each<[string, Partial<JournalEntry>, string]>([
    ['its challenge has expired', { challenge_expires_at: new Date(0).toISOString() }, 'needs-attention'],
    ['its attestation was not kept', { attestation_object: null }, 'needs-attention'],
    ['its client data was not kept', { client_data_json: null }, 'needs-attention'],
    ['it has no credential id', { credential_id: null }, 'needs-attention'],
    ['the person canceled', { error: '{"code":"cancelled","params":{}}' }, 'credential-created'],
  ])('registers nothing where %s', async (_, change, state) => {
    const entry = await submitted(change);
    await recover();
    expect([await stateOf(entry), bench.graph.state.methods, key.state().credentialCount]).toEqual([state, [], 1]);
  });

  test('leaves it for the next time where Entra cannot be asked', async () => {
    const entry = await submitted();
    bench.graph.faults.add({ ...GET, status: 403 });
    await recover();
    expect(await stateOf(entry)).toBe('credential-created');
    expect(bench.log.at(-1)).toMatch(/: still credential-created, graph-/);
    expect(await bench.unfinished()).toMatchObject({ instance: '' });
  });

  test('leaves it for the next time while its challenge lives, and needs attention after that', async () => {
    const entry = await submitted();
    bench.graph.faults.add({ ...POST, times: 99, status: 400 });
    await recover();
    expect(await stateOf(entry)).toBe('credential-created');
    const { clock, ...graph } = bench.parts.graph();
    let now = clock.now();
    bench.parts.graph = () => ({ ...graph, clock: { ...clock, now: () => now } });
    bench.parts.sleep = async () => {
      now = Date.parse(entry.challenge_expires_at);
    };
    await recover();
    expect(await bench.journal.get(entry.id)).toMatchObject({
      ...{ state: 'needs-attention', error: expect.stringContaining('registration-unknown'), submission: 'unknown' },
    });
    expect(await recovered()).toMatchObject([
      { result: 'failed', facts: { from: 'credential-created', to: 'needs-attention' } },
    ]);
  });

  test('leaves it as it is when Keydesk quits', async () => {
    const entry = await submitted({ challenge_expires_at: new Date(Date.now() + 60_000).toISOString() });
    bench.graph.faults.add({ ...POST, times: 99, status: 503 });
    const quit = new AbortController();
    const { clock, ...graph } = bench.parts.graph();
    let now = clock.now();
    bench.parts.graph = () => ({ ...graph, clock: { ...clock, now: () => now } });
    bench.parts.sleep = async () => {
      now += 120_000;
      quit.abort();
    };
    await recover(quit.signal);
    expect(await stateOf(entry)).toBe('credential-created');
  });
});

describe('recovery of a registered passkey', () => {
  const registered = { state: 'registered', submission: 'unknown' } as const;

  test('proves it with its key, without PIN and touch', async () => {
    const entry = await bench.leave(registered, true);
    key.setTouch('never');
    await recover();
    expect(await stateOf(entry)).toBe('done');
  });

  test.each<[string, Partial<JournalEntry>]>([
    ['of another model', { key_aaguid: '00000000-0000-0000-0000-000000000000' }],
    ['without its public key', { public_key: null }],
    ['without its id', { credential_id: null }],
    ['with another public key', {}],
    ['that its key does not hold', { credential_id: Uint8Array.of(1, 2, 3) }],
  ])('proves none %s', async (name, change) => {
    const entry = await bench.leave({ ...registered, ...change }, true);
    if (name === 'with another public key') {
      const other = await bench.leave({}, true, { user: 'user3@contoso.example' });
      await bench.journal.claim(other);
      const { public_key } = other;
      await bench.store.database.updateTable('journal').set({ public_key }).where('id', '=', entry.id).execute();
    }
    await recover();
    expect([await stateOf(entry), bench.log.at(-1)]).toEqual([
      'registered',
      `enrollment ${entry.id}: registered -> registered`,
    ]);
    expect(await bench.journal.claim((await bench.journal.get(entry.id)) as JournalEntry)).toBe(true);
  });

  test('asks no key of a model that wants a touch, and takes back a question for one', async () => {
    const entry = await bench.leave(registered, true);
    key.setTouch('never');
    key.faults.silentAssertion = 'wants-touch';
    await recover();
    expect(await stateOf(entry)).toBe('registered');
    expect(bench.log[0]).toContain(`enrollment ${entry.id}: key ${keyId} proves nothing: `);
    expect(key.state().waitingForTouch).toBe(false);
    delete key.faults.silentAssertion;
    bench.log.length = 0;
    const info = await bench.here.keys.use(keyId, async ({ session }) => session.info);
    await bench.parts.habits.learn(info, 'touch-to-sign-in');
    await recover();
    expect([await stateOf(entry), bench.log]).toEqual([
      'registered',
      [`enrollment ${entry.id}: registered -> registered`],
    ]);
    expect(await recovered()).toEqual([]);
  });

  test('goes on to the next key where one cannot be opened or does not hold it, and closes each', async () => {
    const entry = await bench.leave(registered, true);
    const other = await bench.plug();
    const { list, open } = bench.here.keys;
    bench.parts.keys = {
      ...bench.here.keys,
      list: async () => [{ ...(await list())[0], id: 'gone' } as never, ...(await list()).toReversed()],
      open,
    };
    await recover();
    expect(await stateOf(entry)).toBe('done');
    expect(bench.log.filter(line => line.includes('proves nothing'))).toEqual([
      expect.stringContaining('key gone proves nothing: '),
      expect.stringContaining(`key ${other.keyId} proves nothing: `),
    ]);
    await new Promise(setImmediate);
    expect([keyId, other.keyId].map(id => bench.here.keys.busy(id))).toEqual([false, false]);
  });
});

describe('recovery of an entry that needs attention', () => {
  const lost = { state: 'needs-attention', submission: 'unknown', method_id: null } as const;

  test('finds a passkey whose registration had no answer', async () => {
    const entry = await bench.leave(lost, true);
    await recover();
    expect(await bench.journal.get(entry.id)).toMatchObject({ state: 'done', method_id: expect.any(String) });
  });

  test('changes nothing where Entra does not have it: reads lag behind writes', async () => {
    const entry = await bench.leave(lost);
    await recover();
    expect([await stateOf(entry), key.state().credentialCount]).toEqual(['needs-attention', 1]);
    expect(bench.log).toEqual([`enrollment ${entry.id}: needs-attention -> needs-attention`]);
  });

  test.each<[string, Partial<JournalEntry>]>([
    ['its credential is not known', { credential_id: null }],
    ['its passkey is registered, and its proof was wrong', { method_id: 'method' }],
  ])('does not ask Entra where %s', async (_, change) => {
    const entry = await bench.leave({ ...lost, ...change }, true);
    bench.graph.faults.add(GET);
    await recover();
    expect([await stateOf(entry), bench.log]).toEqual([
      'needs-attention',
      [`enrollment ${entry.id}: needs-attention -> needs-attention`],
    ]);
  });
});

describe('what recovery leaves alone', () => {
  test('entries of another tenant, and those that another Keydesk has claimed meanwhile', async () => {
    const entry = await bench.leave({ tenant: 'there' }, true);
    await recover();
    expect([await stateOf(entry), bench.log]).toEqual(['proven', []]);
    bench.tenant = 'there';
    const { journal } = bench;
    const claimed = { ...journal, claim: async () => false };
    await recoverAll({ ...bench.parts, journal: claimed }, new AbortController().signal);
    expect(await stateOf(entry)).toBe('proven');
  });

  test('everything once Keydesk quits', async () => {
    const entry = await bench.leave({}, true);
    await recover(AbortSignal.abort());
    expect([await stateOf(entry), bench.log]).toEqual(['proven', []]);
  });
});
