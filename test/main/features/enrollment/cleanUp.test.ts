import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../../src/contract/errors/errors.ts';
import type { CeremonyEnd, CeremonyState } from '../../../../src/main/features/enrollment/ceremonyState.ts';
import { cleanUp } from '../../../../src/main/features/enrollment/cleanUp.ts';
import type { CreationOptions } from '../../../../src/main/services/graph/creationOptions.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Bench, openBench, type Person, PIN, USER } from './bench.ts';
import { entry } from './journalEntry.ts';

const CREDENTIAL_MANAGEMENT = 0x0a;
const OTHER = 0x7f;
const POST = { method: 'POST', path: 'fido2Methods' };
const GET = { method: 'GET', path: 'authentication/fido2Methods', times: 99, status: 403 };
const POINTLESS = { code: 'internal', params: {} } as const;

let bench: Bench;
let key: SoftwareKey;
let keyId: string;
beforeEach(async () => {
  bench = await openBench();
  ({ key, keyId } = await bench.plug());
});
afterEach(() => bench.close());

const only = async () => {
  const [row, ...more] = await bench.entries();
  if (row === undefined || more.length > 0) throw new Error(`${more.length} entries too many`);
  return row;
};

/** Without what was going on, which is long. */
const failureOf = ({ state: _, ...end }: CeremonyEnd) => end;

describe('an enrollment that fails', () => {
  test('before anything was begun leaves no entry', async () => {
    const end = await bench.enroll({ user: 'nobody@contoso.example' });
    expect(failureOf(end)).toMatchObject({ ok: false, failure: { cleanedUp: true, journalState: null } });
    expect(await bench.entries()).toEqual([]);
  });

  test('by a refusal of Entra leaves nothing on the key', async () => {
    bench.graph.faults.add({ ...POST, status: 400 });
    const end = await bench.enroll();
    expect(failureOf(end)).toMatchObject({ ok: false, failure: { cleanedUp: true, journalState: 'cleaned-up' } });
    expect(key.state().credentialCount).toBe(0);
    expect(await only()).toMatchObject({
      state: 'cleaned-up',
      submission: 'refused',
      credential_id: expect.anything(),
    });
    expect(await bench.journal.abandoned()).toEqual([]);
  });

  test('by a refusal of Entra, on a key that does not delete, waits for a sweep', async () => {
    bench.graph.faults.add({ ...POST, status: 400 });
    const end = await bench.enroll(
      {},
      {
        onStep: step => {
          if (step === 'register') key.faults.statusOnCommand = { command: CREDENTIAL_MANAGEMENT, status: OTHER };
        },
      },
    );
    expect(failureOf(end)).toMatchObject({ ok: false, failure: { cleanedUp: false, journalState: 'needs-attention' } });
    expect(await bench.unfinished()).toMatchObject({ state: 'needs-attention', submission: 'refused', instance: '' });
    expect(key.state().credentialCount).toBe(1);
  });

  test('by a wrong proof needs attention; one that broke off is registered, and to be proven', async () => {
    key.faults.badAssertionSignature = true;
    expect(failureOf(await bench.enroll())).toMatchObject({
      failure: { cleanedUp: false, journalState: 'needs-attention' },
    });
    expect(await only()).toMatchObject({ method_id: expect.any(String), submission: 'unknown', instance: '' });
    delete key.faults.badAssertionSignature;
    const broken = await bench.enroll(
      { user: 'user3@contoso.example' },
      {
        onStep: step => {
          if (step === 'verify') key.faults.statusOnCommand = { command: 0x02, status: OTHER };
        },
      },
    );
    expect(failureOf(broken)).toMatchObject({ failure: { cleanedUp: false, journalState: 'registered' } });
    expect(key.state().credentialCount).toBe(2);
  });

  test('because the person gives no touch leaves nothing', async () => {
    key.setTouch('never');
    const cancel = new AbortController();
    const onInteraction = ({ kind }: { kind: string }) => kind === 'touch' && cancel.abort();
    const end = await bench.enroll({}, { cancel, onInteraction });
    expect(failureOf(end)).toMatchObject({ failure: { error: { code: 'cancelled' }, cleanedUp: true } });
    expect(await only()).toMatchObject({ state: 'cleaned-up', credential_id: null, creating: 1 });
  });
});

describe('a credential whose submission has no definite answer', () => {
  /** Cancels at the first wait before another POST. */
  const unanswered = (fault: object, then: () => void = () => undefined, onStep?: Person['onStep']) => {
    bench.graph.faults.add({ ...POST, times: 99, ...fault });
    const cancel = new AbortController();
    bench.parts.sleep = async () => {
      then();
      cancel.abort();
    };
    return bench.enroll({}, { cancel, ...(onStep ? { onStep } : {}) });
  };

  test('is kept, to be registered while its challenge lives', async () => {
    const end = await unanswered({ status: 503 });
    expect(failureOf(end)).toMatchObject({ failure: { cleanedUp: false, journalState: 'credential-created' } });
    expect(await bench.unfinished()).toMatchObject({ submission: 'unknown', method_id: null });
    expect([key.state().credentialCount, bench.log]).toEqual([1, []]);
  });

  test('is registered if Entra has it after all', async () => {
    const once = (step: string) => step === 'register' && bench.graph.faults.add({ ...GET, times: 2 });
    const end = await unanswered({ status: 503, committed: true }, undefined, once);
    expect(failureOf(end)).toMatchObject({ failure: { cleanedUp: false, journalState: 'registered' } });
    expect(await bench.unfinished()).toMatchObject({ method_id: expect.any(String) });
  });

  test('is kept where Entra cannot be asked either, and the log says so', async () => {
    const end = await unanswered({ status: 503 }, () => bench.graph.faults.add(GET));
    expect(failureOf(end)).toMatchObject({ failure: { cleanedUp: false, journalState: 'credential-created' } });
    expect(bench.log).toEqual([expect.stringMatching(/^enrollment .*: its passkey could not be looked for: /)]);
  });
});

describe('cleaning up by what is known', () => {
  const credentialId = Uint8Array.of(1, 2, 3);
  async function end(state: Partial<CeremonyState>, thrown: { code: ErrorCode; params?: Record<string, boolean> }) {
    const journalId = await bench.journal.begin(entry);
    const full: CeremonyState = { pin: { set: false }, creating: true, submission: 'none', journalId, ...state };
    const outcome = await cleanUp(bench.parts, full, POINTLESS, { params: {}, ...thrown });
    expect(outcome.cleanedUp).toBe(outcome.journalState === 'cleaned-up');
    const row = await bench.journal.get(journalId);
    expect(row).toMatchObject({ state: outcome.journalState, error: JSON.stringify(POINTLESS), instance: '' });
    expect(row?.credential_id).toEqual(state.credentialId ?? null);
    return outcome.journalState;
  }

  test('nothing was sent to the key: nothing is on it', async () => {
    expect(await end({ creating: false }, { code: 'internal' })).toBe('cleaned-up');
  });

  test.each<ErrorCode>([
    'cancelled',
    'credential-excluded',
    'key-full',
    'key-lacks-capability',
    'pin-required',
    'pin-not-set',
    'fingerprint-failed',
    'fingerprint-blocked',
    'touch-denied',
    'touch-timeout',
    'key-status',
    'key-busy',
  ])('%s is the key’s word that it made nothing, but for a cancel that it never answered', async code => {
    expect(await end({}, { code })).toBe('cleaned-up');
    expect(await end({}, { code, params: { answered: true } })).toBe('cleaned-up');
    expect(await end({}, { code, params: { answered: false } })).toBe('needs-attention');
  });

  test.each<ErrorCode>(['key-removed', 'key-host-crashed', 'key-reply-damaged', 'internal', 'pin-wrong'])(
    'after %s a credential may be on a key that is not there any more',
    async code => {
      expect(await end({}, { code })).toBe('needs-attention');
    },
  );

  test('a key that is still there shows that it holds nothing, or that it may', async () => {
    await bench.enroll();
    const open = await bench.here.keys.open(keyId);
    const asked = (id: Uint8Array) => ({ rp: { id: 'login.microsoft.com' }, user: { id } }) as CreationOptions;
    const theirs = (await only()).user_handle;
    const thrown = { code: 'key-reply-damaged' } as const;
    const state = { key: open, secretPin: PIN };
    expect(await end({ ...state, options: asked(Uint8Array.of(9)) }, thrown)).toBe('cleaned-up');
    expect(await end({ ...state, options: asked(theirs) }, thrown)).toBe('needs-attention');
    expect(await end({ key: open, options: asked(Uint8Array.of(9)) }, thrown)).toBe('needs-attention');
    expect(await end(state, thrown)).toBe('needs-attention');
    open.close();
    const gone = { secretPin: PIN, options: asked(Uint8Array.of(9)) };
    expect(await end(gone, thrown)).toBe('needs-attention');
  });

  test('a credential is deleted only with its key at hand', async () => {
    expect(await end({ credentialId }, { code: 'graph-forbidden' })).toBe('needs-attention');
    expect(await end({ credentialId, secretPin: PIN }, { code: 'graph-forbidden' })).toBe('needs-attention');
    const open = await bench.here.keys.open(keyId);
    expect(await end({ credentialId, key: open }, { code: 'graph-forbidden' })).toBe('needs-attention');
    open.close();
  });

  test('a submitted credential is looked for under its user, and waits while its challenge lives', async () => {
    const unknown = { credentialId, submission: 'unknown' } as const;
    const user = await bench.parts.user(USER, new AbortController().signal);
    const { clock, ...graph } = bench.parts.graph();
    const now = clock.now();
    bench.parts.graph = () => ({ ...graph, clock: { ...clock, now: () => now } });
    expect(await end({ ...unknown, user, expiresAt: now + 1 }, POINTLESS)).toBe('credential-created');
    expect(await end({ ...unknown, expiresAt: now + 1 }, POINTLESS)).toBe('credential-created');
    expect(await end({ ...unknown, user, expiresAt: now }, POINTLESS)).toBe('needs-attention');
    expect(await end({ ...unknown, user }, POINTLESS)).toBe('needs-attention');
  });

  test('the proof is over before the key is asked', async () => {
    let ended = false;
    const proof = {
      end: async () => {
        ended = true;
      },
    };
    await end({ creating: false, proof }, { code: 'internal' });
    expect(ended).toBe(true);
  });
});
