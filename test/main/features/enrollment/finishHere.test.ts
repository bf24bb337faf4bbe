import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StepName } from '../../../../src/contract/enrollment/schema.ts';
import { discard, finish } from '../../../../src/main/features/enrollment/finish.ts';
import type { JournalEntry } from '../../../../src/main/features/enrollment/journalEntry.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { attendantFor, type Bench, openBench, type Person, PIN } from './bench.ts';

let bench: Bench;
let key: SoftwareKey;
let keyId: string;
beforeEach(async () => {
  bench = await openBench();
  ({ key, keyId } = await bench.plug());
  bench.identities.set(keyId, 'serial:1');
});
afterEach(() => bench.close());

/** How finishing an entry ends: its error, what the journal says, and whether the key is free again. */
async function finished({ id }: { id: string }, person?: Person, pin: string | undefined = PIN) {
  const request = { enrollmentId: id, interactive: person !== undefined, ...(pin === '' ? {} : { pin }) };
  const end = await finish(bench.parts, request, attendantFor(person));
  await new Promise(setImmediate);
  expect(bench.here.keys.busy(keyId)).toBe(false);
  if (end.ok) return { ok: true, result: end.result };
  const { error, cleanedUp, journalState } = end.failure;
  return { ok: false, code: error.code, cleanedUp, journalState };
}
const stateOf = async ({ id }: JournalEntry) => (await bench.journal.get(id))?.state;
const refused = (code: string, journalState: string, cleanedUp = false) => ({
  ok: false,
  code,
  cleanedUp,
  journalState,
});

describe('finishing a passkey that Entra has or may have', () => {
  test.each<[string, Partial<JournalEntry>, boolean]>([
    ['registered', { state: 'registered' }, true],
    ['whose registration had no answer', { state: 'needs-attention', submission: 'unknown', method_id: null }, true],
    ['whose proof was wrong', { state: 'needs-attention' }, true],
  ])('one %s is proven', async (_, row, inEntra) => {
    const entry = await bench.leave(row, inEntra);
    const steps: StepName[] = [];
    const end = await finished(entry, { onStep: step => void steps.push(step) });
    expect(end).toMatchObject({ ok: true, result: { proof: { verified: true }, method: { id: expect.any(String) } } });
    expect([await stateOf(entry), steps]).toEqual(['proven', ['preflight', 'prepare', 'register', 'finish']]);
  });

  test('with another key of the model changes nothing, and lets go of it', async () => {
    const entry = await bench.leave({ state: 'registered', credential_id: Uint8Array.of(1, 2, 3) }, true);
    expect(await finished(entry)).toEqual(refused('unfinished-other-key', 'registered'));
    expect(await bench.journal.abandoned()).toMatchObject([{ id: entry.id, instance: '' }]);
  });

  test('fails with a wrong PIN, and lets go of it', async () => {
    const entry = await bench.leave({ state: 'registered' }, true);
    expect(await finished(entry, undefined, '000000')).toEqual(refused('pin-wrong', 'registered'));
    expect(await finished(entry, undefined, '')).toEqual(refused('pin-required', 'registered'));
    expect(await finished(entry)).toMatchObject({ ok: true });
  });

  test('asks Entra for the user by id, who may have another name or none', async () => {
    const entry = await bench.leave({ state: 'registered', user_principal_name: 'before@contoso.example' }, true);
    expect(await finished(entry)).toMatchObject({ ok: true, result: { user: { id: entry.user_id } } });
    const gone = await bench.leave({ state: 'registered', user_id: crypto.randomUUID() }, true, {
      user: 'user3@contoso.example',
    });
    expect(await finished(gone)).toEqual(refused('user-not-found', 'registered'));
  });
});

describe('finishing a credential that Entra never took', () => {
  test('deletes it from the key, and says so', async () => {
    const entry = await bench.leave();
    const steps: StepName[] = [];
    const person = { onStep: (step: StepName) => void steps.push(step) };
    expect(await finished(entry, person)).toEqual(refused('unfinished-removed', 'cleaned-up', true));
    expect(steps).toEqual(['preflight', 'prepare']);
    expect(key.state().credentialCount).toBe(0);
  });

  test.each<[string, Partial<JournalEntry>, boolean, string, string]>([
    [
      'Entra has it after all',
      { state: 'needs-attention', submission: 'refused', method_id: null },
      true,
      'unfinished-registered',
      'done',
    ],
    [
      'its key holds nothing of it',
      { credential_id: Uint8Array.of(1) },
      false,
      'unfinished-nothing-left',
      'cleaned-up',
    ],
    [
      'another key may hold it',
      { credential_id: Uint8Array.of(1), key_identity: 'serial:2' },
      ...([false, 'unfinished-other-key', 'needs-attention'] as const),
    ],
    ['its key holds a passkey of the user', { credential_id: null }, false, 'unfinished-left', 'needs-attention'],
  ])('%s', async (_, row, inEntra, code, state) => {
    const entry = await bench.leave(row, inEntra);
    expect(await finished(entry)).toEqual(refused(code, state, state === 'cleaned-up'));
    expect(key.state().credentialCount).toBe(1);
    if (state === 'needs-attention') expect(await bench.unfinished()).toMatchObject({ id: entry.id, instance: '' });
  });
});

test('a key without a serial number that holds nothing of it may be the right one all the same, which is said', async () => {
  bench.parts.nameOf = async () => undefined;
  const entry = await bench.leave({ credential_id: Uint8Array.of(1), key_identity: null });
  expect(await finished(entry)).toEqual(refused('unfinished-not-here', 'needs-attention'));
  const named = await bench.leave({ credential_id: Uint8Array.of(2), key_identity: 'serial:2' }, false, {
    user: 'user3@contoso.example',
  });
  expect(await finished(named)).toEqual(refused('unfinished-other-key', 'needs-attention'));
});

test('an entry without a credential is settled by a person whose key holds a newer passkey of its user', async () => {
  const { id } = await bench.leave({ credential_id: null, key_identity: 'serial:2' });
  expect((await bench.enroll()).ok).toBe(true);
  expect(await finished({ id })).toEqual(refused('unfinished-nothing-left', 'cleaned-up', true));
  expect(key.state().credentialCount).toBe(1);
});

describe('a key that cannot be the one of the entry', () => {
  test('is refused before its PIN is asked for: another model, and one without PIN and finger', async () => {
    const other = await bench.leave({ state: 'registered', key_aaguid: '00000000-0000-0000-0000-000000000000' }, true);
    const asks = { pin: () => ({ kind: 'given', pin: PIN }) as const };
    expect(await finished(other, asks)).toEqual(refused('unfinished-other-key', 'registered'));
    await bench.store.database.deleteFrom('journal').execute();
    const entry = await bench.leave({ state: 'registered' }, true, { user: 'user3@contoso.example' });
    await bench.here.unplug(keyId);
    ({ key, keyId } = await bench.plug());
    expect(await finished(entry, asks)).toEqual(refused('unfinished-other-key', 'registered'));
    expect(key.state().pinSet).toBe(false);
  });
});

test('a key that has a finger and no PIN may be the one of the entry', async () => {
  const entry = await bench.leave({ state: 'registered' }, true);
  const { keys } = bench.parts;
  const open: typeof keys.open = async (...args) => {
    const opened = await keys.open(...args);
    const { info } = opened.session;
    Object.assign(info, { options: { ...info.options, clientPin: false, uv: true } });
    return opened;
  };
  bench.parts.keys = { ...keys, open };
  expect(await finished(entry)).toMatchObject({ ok: true });
});

describe('which entry is meant', () => {
  test.each<[string, Partial<JournalEntry>, string]>([
    ['that is done', { state: 'done' }, 'unfinished-not-found'],
    ['that is cleaned up', { state: 'cleaned-up' }, 'unfinished-not-found'],
    ['of another tenant', { tenant: 'there' }, 'unfinished-other-tenant'],
  ])('one %s is not found', async (_, row, code) => {
    const entry = await bench.leave(row, true);
    expect(await finished(entry)).toMatchObject({ ok: false, code, cleanedUp: true, journalState: null });
    await expect(discard(bench.parts, entry.id)).rejects.toMatchObject({ code });
  });

  test('one that is not there is not found, and one that is worked on is in use', async () => {
    const entry = await bench.leave({ state: 'registered' }, true);
    expect(await finished({ id: 'none' })).toMatchObject({ code: 'unfinished-not-found' });
    await bench.journal.claim(entry);
    expect(await finished(entry)).toMatchObject({ code: 'unfinished-in-use' });
    await expect(discard(bench.parts, entry.id)).rejects.toMatchObject({ code: 'unfinished-in-use' });
    expect(await stateOf(entry)).toBe('registered');
  });
});

describe('discarding an entry', () => {
  test('closes it with an entry in the log; key and Entra stay as they are', async () => {
    const entry = await bench.leave({ state: 'registered' }, true);
    const note = vi.spyOn(bench.parts.activity, 'note');
    await discard(bench.parts, entry.id);
    expect(note).toHaveBeenCalledTimes(1);
    expect([await stateOf(entry), key.state().credentialCount, bench.graph.state.methods.length]).toEqual([
      'cleaned-up',
      1,
      1,
    ]);
    expect((await bench.activity()).filter(({ kind }) => kind === 'leftover-discarded')).toMatchObject([
      {
        user: [entry.user_id, entry.user_principal_name],
        aaguid: entry.key_aaguid,
        facts: { enrollmentId: entry.id, from: 'registered', submission: entry.submission },
      },
    ]);
  });

  test('that cannot be written leaves it to the next', async () => {
    const entry = await bench.leave({ state: 'registered' }, true);
    const activity = { ...bench.parts.activity, recordIn: () => Promise.reject(new Error('the log is full')) };
    await expect(discard({ ...bench.parts, activity }, entry.id)).rejects.toThrow('the log is full');
    expect(await bench.unfinished()).toMatchObject({ id: entry.id, state: 'registered', instance: '' });
  });
});
