import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fromBase64url } from '../../../../src/ctap/bytes.ts';
import { type CborValue, encode } from '../../../../src/ctap/cbor.ts';
import { startCore } from '../../../../src/main/app/core.ts';
import type { JournalEntry } from '../../../../src/main/features/enrollment/journalEntry.ts';
import type { CeremonyParts } from '../../../../src/main/features/enrollment/parts.ts';
import { createRecoveries } from '../../../../src/main/features/enrollment/recoveries.ts';
import { testServices } from '../../app/shellServices.ts';
import { type Desk, enrollAt, finishAt, openDesk, PIN } from './desk.ts';

const POST = { method: 'POST', path: 'fido2Methods' } as const;
const given = { kind: 'given', pin: PIN } as const;

describe('when unfinished enrollments are looked at', () => {
  const awaited = { state: 'needs-attention', submission: 'unknown', method_id: null, tenant: 'x' };

  /** Recoveries over a journal that has `entries`, of another tenant, with a clock by hand. */
  function scene(entries: Partial<JournalEntry>[]) {
    const waits: number[] = [];
    let run: () => void = () => undefined;
    let busy = false;
    let looked = 0;
    const abandoned = async () => {
      looked++;
      return entries as JournalEntry[];
    };
    const recoveries = createRecoveries({
      journal: { abandoned, owes: () => false },
      bind: () => ({
        ceremony: { journal: { abandoned }, tenant: () => 'another' } as unknown as CeremonyParts,
        settle: async () => undefined,
      }),
      busy: () => busy,
      log: () => undefined,
      later: (work, ms) => {
        waits.push(ms);
        run = work;
        return () => undefined;
      },
    });
    return {
      recoveries,
      waits,
      setBusy: (now: boolean) => {
        busy = now;
      },
      passTime: () => run(),
      looks: () => looked,
    };
  }

  test('again and again while Entra owes an answer: soon, then every hour', async () => {
    const { recoveries, waits, passTime } = scene([awaited as Partial<JournalEntry>]);
    await recoveries.now();
    for (let n = 0; n < 7; n++) {
      passTime();
      await recoveries.now();
    }
    expect(waits[0]).toBe(30_000);
    expect(waits.at(-1)).toBe(3_600_000);
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
    await recoveries.close();
  });

  test('never by the clock where only the key or a person can move on', async () => {
    const { recoveries, waits } = scene([
      { ...awaited, method_id: 'registered' } as Partial<JournalEntry>,
      { ...awaited, submission: 'none' } as Partial<JournalEntry>,
      { ...awaited, state: 'registered' } as Partial<JournalEntry>,
    ]);
    await recoveries.now();
    expect(waits).toEqual([]);
    await recoveries.close();
  });

  test('after an enrollment, where a key was plugged in while it ran', async () => {
    const { recoveries, setBusy, looks } = scene([]);
    setBusy(true);
    recoveries.plugged();
    await recoveries.close();
    expect(looks()).toBe(0);

    const other = scene([]);
    other.setBusy(true);
    other.recoveries.plugged();
    other.setBusy(false);
    other.recoveries.enrollmentEnded();
    await vi.waitFor(() => expect(other.looks()).toBeGreaterThan(0), 15_000);
    await other.recoveries.close();
  });
});

function coseKey(): Uint8Array {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const [ownX, ownY] = [fromBase64url(x), fromBase64url(y)];
  const members: [number, CborValue][] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, ownX],
    [-3, ownY],
  ];
  return encode(new Map(members));
}

describe('the log of a recovery', () => {
  test('says why a key that is plugged in proved nothing', async () => {
    const entry = {
      ...{ id: 'e1', state: 'registered', tenant: 'here', key_aaguid: 'a', rp_id: 'r', method_id: 'm' },
      ...{ credential_id: Uint8Array.of(1), public_key: coseKey(), user_id: 'u', updated_at: '' },
    } as unknown as JournalEntry;
    const told: string[] = [];
    const open = async (id: string) => {
      if (id === 'shut') throw new Error('cannot be opened');
      const session = { info: { aaguid: 'a' }, getAssertion: () => Promise.reject(new Error('cannot sign')) };
      return { session, summary: { id }, close: () => undefined };
    };
    const ceremony = {
      journal: {
        abandoned: async () => [entry],
        claim: async () => true,
        release: async () => undefined,
        owes: () => false,
      },
      tenant: () => 'here',
      unseenPins: { recordLost: async () => undefined },
      keys: { list: async () => [{ id: 'shut' }, { id: 'mute' }], open },
      habits: { has: async () => false },
      log: (message: string) => told.push(message),
    } as unknown as CeremonyParts;
    const recoveries = createRecoveries({
      journal: ceremony.journal,
      bind: () => ({ ceremony, settle: async () => undefined }),
      busy: () => false,
      log: message => told.push(message),
    });
    await recoveries.now();
    await recoveries.close();
    expect(told).toEqual([
      expect.stringMatching(/e1: key shut proves nothing: .*cannot be opened/),
      expect.stringMatching(/e1: key mute proves nothing: ./),
      'enrollment e1: registered -> registered',
    ]);
  });
});

describe('at a desk', () => {
  let desk: Desk;
  afterEach(() => desk.close());

  test('quitting ends a recovery that registers while Graph has a problem; the entry stays as it is', async () => {
    desk = await openDesk({ pin: PIN, sleep: () => Promise.reject(new Error('the enrollment stops here')) });
    await enrollAt(desk, { pin: given }, event => {
      if (event.type === 'step' && event.step === 'register')
        desk.graph.faults.add({ ...POST, status: 503, times: 1000 });
    });
    expect(await desk.client.enrollment.unfinished()).toMatchObject([{ state: 'credential-created' }]);
    const posts = vi.spyOn(desk.graph.faults, 'take');
    const posted = () => posts.mock.calls.filter(([method]) => method === 'POST').length;
    const core = await startCore({
      dataFolder: desk.folder,
      practice: false,
      graph: { graphUrl: desk.graph.url, version: 'v1.0', token: desk.graph.token },
      services: testServices(),
    });
    // The challenge lives for five minutes more; the time limit of a test is shorter.
    await vi.waitFor(() => expect(posted()).toBeGreaterThan(0), { timeout: 20_000 });
    await core.close();
    expect(await desk.client.enrollment.unfinished()).toMatchObject([{ state: 'credential-created' }]);
  });

  test('a registered passkey that only the PIN opens stays in the list, until a person finishes it with the PIN', async () => {
    desk = await openDesk({ pin: PIN });
    desk.graph.state.behavior.credentialProtection = 'userVerificationRequired';
    desk.key.faults.badAssertionSignature = true;
    const { failure } = await enrollAt(desk, { pin: given });
    expect(failure?.error.code).toBe('proof-failed');
    desk.key.faults.badAssertionSignature = false;
    await desk.restart();
    const [entry] = await desk.client.enrollment.unfinished();
    const { result } = await finishAt(desk, { enrollmentId: entry?.enrollmentId ?? '', pin: PIN });
    expect(result?.proof.verified).toBe(true);
    expect(await desk.client.enrollment.unfinished()).toEqual([]);
  });
});
