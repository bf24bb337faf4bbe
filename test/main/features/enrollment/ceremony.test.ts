import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentResult, PinChoice, StepName } from '../../../../src/contract/enrollment/schema.ts';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import type { CeremonyEnd } from '../../../../src/main/features/enrollment/ceremonyState.ts';
import { discard } from '../../../../src/main/features/enrollment/finish.ts';
import type { JournalEntry } from '../../../../src/main/features/enrollment/journalEntry.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Bench, openBench, PIN, USER } from './bench.ts';

const STEPS = ['preflight', 'options', 'prepare', 'create', 'verify', 'register', 'prove', 'finish'];
const ANOTHER = 'user3@contoso.example';

let bench: Bench;
let key: SoftwareKey;
let keyId: string;
beforeEach(async () => {
  bench = await openBench();
  ({ key, keyId } = await bench.plug());
});
afterEach(() => bench.close());

function good(end: CeremonyEnd): EnrollmentResult {
  if (end.ok) return end.result;
  throw new Error(`it failed: ${end.failure.error.code}`);
}
const codeOf = (end: CeremonyEnd) => (end.ok ? undefined : end.failure.error.code);
const only = async () => {
  const [row, ...more] = await bench.entries();
  if (row === undefined || more.length > 0) throw new Error(`${more.length} entries too many`);
  return row;
};

describe('an enrollment', () => {
  test('goes through its steps, says what it made, and leaves it proven in the journal', async () => {
    const steps: StepName[] = [];
    const shown: string[] = [];
    const person = {
      onStep: (step: StepName) => void steps.push(step),
      onInteraction: ({ kind }: { kind: string }) => void shown.push(kind),
    };
    const result = good(await bench.enroll({ displayName: 'Desk key' }, person));
    expect([steps, result.steps.map(({ name }) => name)]).toEqual([STEPS, STEPS]);
    expect(shown.slice(0, 2)).toEqual(['touch', 'none']);
    const row = await only();
    const url = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString('base64url');
    expect(row).toMatchObject({
      state: 'proven',
      creating: 1,
      pin_set: 1,
      submission: 'unknown',
      display_name: 'Desk key',
    });
    expect(result).toMatchObject({
      enrollmentId: row.id,
      user: { id: row.user_id, userPrincipalName: USER },
      key: { id: keyId, aaguid: row.key_aaguid, versions: expect.arrayContaining(['FIDO_2_1']), product: 'Key' },
      method: { id: row.method_id, displayName: 'Desk key' },
      credentialId: url(row.credential_id),
      clientDataJSON: url(row.client_data_json),
      attestationObject: url(row.attestation_object),
      publicKey: url(row.public_key),
      proof: { verified: true, signature: expect.any(String) },
      pin: { set: true },
      transactions: { INIT: 1, makeCredential: 1, getAssertion: 1 },
    });
    expect(JSON.parse(Buffer.from(result.clientDataJSON, 'base64url').toString())).toMatchObject({
      ...{ type: 'webauthn.create', origin: 'https://login.microsoft.com', crossOrigin: false },
    });
    await new Promise(setImmediate);
    expect(bench.here.keys.busy(keyId)).toBe(false);
  });

  test('on a key with a PIN sets none, and notes that', async () => {
    good(await bench.enroll());
    const result = good(await bench.enroll({ user: ANOTHER }));
    expect(result.pin).toEqual({ set: false });
    expect((await bench.entries()).map(({ pin_set }) => pin_set)).toEqual([1, 0]);
  });

  test('tells the warnings of its preflight', async () => {
    const reason = { code: 'graph-forbidden', params: {} } as const;
    bench.verdict = { verdict: 'unknown', reason };
    const warnings: (typeof reason)[] = [];
    good(await bench.enroll({}, { warnings: warnings as never }));
    expect(warnings).toEqual([reason]);
  });

  test.each(STEPS.slice(1))('that is canceled before its step %s goes no further', async name => {
    const cancel = new AbortController();
    const steps: string[] = [];
    const before = STEPS[STEPS.indexOf(name) - 1];
    const end = await bench.enroll(
      {},
      {
        cancel,
        onStep: step => {
          steps.push(step);
          if (step === before) cancel.abort(new KeydeskError('cancelled'));
        },
      },
    );
    expect([codeOf(end), steps.includes(name)]).toEqual(['cancelled', false]);
    // What Entra may have is on the key; nothing else is.
    const submitted = STEPS.indexOf(name) > STEPS.indexOf('register');
    if (!submitted) expect(key.state().credentialCount).toBe(0);
  });
});

describe('a first PIN', () => {
  const choices = (...list: PinChoice[]) => ({ pin: () => list.shift() ?? ({ kind: 'given', pin: PIN } as const) });

  test('is drawn at random, as long as the key allows, and told once', async () => {
    expect(good(await bench.enroll({ pin: { kind: 'random', length: 8 } })).pin).toEqual({
      ...{ set: true, random: expect.stringMatching(/^\d{8}$/) },
    });
    await bench.here.unplug(keyId);
    ({ key, keyId } = await bench.plug());
    const short = good(await bench.enroll({ user: ANOTHER, pin: { kind: 'random', length: 1 } })).pin;
    expect(short.random).toMatch(/^\d{4}$/);
  });

  test('that the key refuses is drawn again, ten times at most', async () => {
    key.faults.pinRefusals = 9;
    expect(good(await bench.enroll({ pin: { kind: 'random', length: 6 } })).pin.random).toMatch(/^\d{6}$/);
    await bench.here.unplug(keyId);
    ({ key, keyId } = await bench.plug());
    key.faults.pinRefusals = 10;
    expect(codeOf(await bench.enroll({ user: ANOTHER, pin: { kind: 'random', length: 6 } }))).toBe('pin-breaks-rule');
    expect(key.state().pinSet).toBe(false);
  });

  test('that breaks a rule is asked for again where there is a person', async () => {
    const person = choices();
    expect(good(await bench.enroll({ pin: { kind: 'given', pin: '1' } }, person)).pin).toEqual({ set: true });
    await bench.here.unplug(keyId);
    ({ key, keyId } = await bench.plug());
    expect(codeOf(await bench.enroll({ user: ANOTHER, pin: { kind: 'given', pin: '1' } }))).toBe('pin-breaks-rule');
  });

  test('is asked for where none was chosen', async () => {
    const { pin: _, ...request } = { user: USER, pin: undefined };
    expect(codeOf(await bench.enroll({ ...request, pin: undefined as never }))).toBe('pin-required');
    expect(good(await bench.enroll({ ...request, pin: undefined as never }, choices())).pin).toEqual({ set: true });
  });

  test('is held against the rule of this Keydesk only where a person chose it', async () => {
    bench.parts.newPinRule = () => {
      throw new KeydeskError('pin-breaks-rule', { rule: 'weak' });
    };
    expect(codeOf(await bench.enroll())).toBe('pin-breaks-rule');
    expect(good(await bench.enroll({ pin: { kind: 'random', length: 6 } })).pin.set).toBe(true);
  });

  test('that the key may have taken before it left is shown, so that the key is not lost', async () => {
    key.faults.removedAfterSetPin = true;
    const end = await bench.enroll({ pin: { kind: 'random', length: 6 } });
    expect(end.ok ? {} : end.failure).toMatchObject({
      pin: { set: true, uncertain: true, random: expect.stringMatching(/^\d{6}$/) },
    });
  });
});

describe('an enrollment of a user whose earlier passkey is unproven on another key', () => {
  const LONG_AGO = new Date(0).toISOString();
  const unanswered = { state: 'credential-created', submission: 'unknown', method_id: null } as const;

  test.each<[string, Partial<JournalEntry>, boolean]>([
    ['Entra lists', { state: 'registered', challenge_expires_at: LONG_AGO }, true],
    ['Entra may list later', { state: 'registered' }, false],
    ['Entra may still register', unanswered, false],
    [
      'had no answer, and Entra lists',
      { ...unanswered, state: 'needs-attention', challenge_expires_at: LONG_AGO },
      true,
    ],
  ])('is refused if the passkey is one that %s, until a person discards it', async (_, row, listed) => {
    const entry = await bench.leave(row, true);
    if (!listed) bench.graph.state.methods.length = 0;
    const before = bench.graph.state.methods.length;
    const second = await bench.plug();
    const end = await bench.enroll({ keyId: second.keyId });
    expect(end.ok ? {} : end.failure).toMatchObject({
      error: { code: 'passkey-unproven', params: { user: USER, name: entry.display_name } },
      journalState: null,
    });
    expect([bench.graph.state.methods.length, second.key.state()]).toMatchObject([before, { pinSet: false }]);
    // The key itself finishes it, or a person says that it is gone.
    if (listed) expect(good(await bench.enroll({ keyId })).enrollmentId).toBe(entry.id);
    else await discard(bench.parts, entry.id);
    await bench.store.database.updateTable('journal').set({ state: 'done' }).where('state', '=', 'proven').execute();
    good(await bench.enroll({ keyId: second.keyId }));
  });

  test.each<[string, Partial<JournalEntry>]>([
    ['Entra has not listed for long', { state: 'registered', challenge_expires_at: LONG_AGO }],
    ['Entra refused', { state: 'needs-attention', submission: 'refused', method_id: null }],
  ])('makes another one if the passkey is one that %s', async (_, row) => {
    await bench.leave(row, true);
    bench.graph.state.methods.length = 0;
    good(await bench.enroll({ keyId: (await bench.plug()).keyId }));
  });
});

describe('an enrollment of a user on a key that an earlier one was left on', () => {
  test.each<[string, Partial<JournalEntry>]>([
    ['registered', { state: 'registered' }],
    ['submitted without an answer', { state: 'credential-created', submission: 'unknown', method_id: null }],
  ])('finishes the one that was %s, and makes none', async (_, row) => {
    const entry = await bench.leave(row, true);
    expect(good(await bench.enroll())).toMatchObject({ enrollmentId: entry.id, proof: { verified: true } });
    expect([(await bench.entries()).length, key.state().credentialCount]).toEqual([1, 1]);
  });

  test('finishes one that recovery has finished, if Entra still lists it', async () => {
    const entry = await bench.leave({ state: 'done', recovered: 1 }, true);
    expect(good(await bench.enroll()).enrollmentId).toBe(entry.id);
    bench.graph.state.methods.length = 0;
    expect(good(await bench.enroll()).enrollmentId).not.toBe(entry.id);
  });

  test('fails as unknown where Entra does not list it and its challenge has expired', async () => {
    const row = { state: 'credential-created', submission: 'unknown', method_id: null } as const;
    const entry = await bench.leave(row);
    await bench.store.database
      .updateTable('journal')
      .set({ challenge_expires_at: new Date(0).toISOString() })
      .execute();
    expect(codeOf(await bench.enroll())).toBe('registration-unknown');
    expect(await bench.journal.get(entry.id)).toMatchObject({ submission: 'unknown', state: 'needs-attention' });
    expect(key.state().credentialCount).toBe(1);
  });

  test.each<[string, Partial<JournalEntry>]>([
    ['of another user', { user_id: 'another' }],
    ['of another tenant', { tenant: 'there' }],
    ['that this very key does not hold', { credential_id: Uint8Array.of(1, 2, 3), key_identity: 'serial:1' }],
  ])('makes a new one beside one %s', async (_, row) => {
    bench.identities.set(keyId, 'serial:1');
    const entry = await bench.leave({ state: 'registered', ...row }, true);
    bench.graph.state.methods.length = 0;
    expect(good(await bench.enroll()).enrollmentId).not.toBe(entry.id);
  });

  test('sweeps its orphan', async () => {
    const entry = await bench.leave({}, false, { user: ANOTHER });
    good(await bench.enroll());
    expect([(await bench.journal.get(entry.id))?.state, key.state().credentialCount]).toEqual(['cleaned-up', 1]);
  });

  test('notes that it replaces what one without an answer has made', async () => {
    const entry = await bench.leave({ credential_id: null, creating: 1, key_identity: null });
    const end = await bench.enroll();
    expect(good(end).enrollmentId).not.toBe(entry.id);
    expect(end.state.replaces?.map(({ id }) => id)).toEqual([entry.id]);
  });

  test('excludes a passkey that was registered here a moment ago, although Entra does not list it yet', async () => {
    const entry = await bench.leave({ state: 'done' }, true);
    const at = new Date().toISOString();
    const about = { tenant: 't', user_id: 'u', user_principal_name: 'u', display_name: 'u', source: 'desk' };
    const row = { id: 'a', enrollment_id: entry.id, purpose: 'primary', state: 'active', reason: 'assigned', ...about };
    await bench.store.database
      .insertInto('assignment')
      .values({ ...row, created_at: at, updated_at: at } as never)
      .execute();
    bench.graph.state.methods.length = 0;
    expect(codeOf(await bench.enroll())).toBe('credential-excluded');
  });
});

describe('a person who takes long', () => {
  test('gets new options where the challenge has less than ninety seconds left', async () => {
    const { clock, ...graph } = bench.parts.graph();
    let ahead = 0;
    bench.parts.graph = () => ({ ...graph, clock: { ...clock, now: () => clock.now() + ahead } });
    const asked: string[] = [];
    const creationOptions = graph.fido2Methods.creationOptions;
    graph.fido2Methods.creationOptions = async (...args) => {
      asked.push(args[0]);
      return creationOptions(...args);
    };
    const late = (ms: number) => ({
      onStep: (step: StepName) => {
        if (step === 'prepare') ahead = ms;
        if (step === 'verify') ahead = 0;
      },
    });
    good(await bench.enroll({}, late(200_000)));
    expect(asked).toHaveLength(1);
    good(await bench.enroll({ user: ANOTHER }, late(215_000)));
    expect(asked).toHaveLength(3);
  });
});
