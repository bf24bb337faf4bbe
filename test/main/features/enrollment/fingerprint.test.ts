import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentEvent, Interaction } from '../../../../src/contract/enrollment/schema.ts';
import { type Desk, enrollAt, openDesk, PIN } from './desk.ts';

let desk: Desk;
afterEach(() => desk.close());

/** A key with a PIN and a finger. */
async function openDeskWithFinger(): Promise<void> {
  desk = await openDesk({ pin: PIN });
  const { keyId } = desk;
  for await (const _ of await desk.client.keys.fingerprints.enroll({ keyId, pin: PIN })) {
    // Told sample by sample; the software key's samples are good.
  }
}

/** The questions that a person was asked, as kind and reason. */
function asked(events: readonly EnrollmentEvent[]): (string | undefined)[][] {
  const interactions = events.flatMap(event => (event.type === 'interaction' ? [event.interaction] : []));
  const questions = interactions.filter(
    (interaction): interaction is Extract<Interaction, { kind: 'pin' | 'fingerprint' }> =>
      interaction.kind === 'pin' || interaction.kind === 'fingerprint',
  );
  return questions.map(({ kind, refused }) => (refused === undefined ? [kind] : [kind, refused.code]));
}

function withPin(event: EnrollmentEvent, enrollmentId: string): unknown {
  if (event.type !== 'interaction' || event.interaction.kind !== 'pin') return undefined;
  return desk.client.enrollment.answerPin({ enrollmentId, pin: PIN });
}

describe('an enrollment on a key that knows a finger', () => {
  beforeEach(openDeskWithFinger);

  test('needs no PIN: a finger for the passkey, and one for the proof', async () => {
    const { events, result } = await enrollAt(desk, { interactive: true });
    expect(asked(events)).toEqual([['fingerprint'], ['fingerprint']]);
    expect(result?.proof.verified).toBe(true);
    // UP by the finger at the sensor is the user's; UV is what counts, and no second touch was asked for.
    expect(Buffer.from(result?.proof.authenticatorData ?? '', 'base64url')[32]).toBe(0x04);
  });

  test('tells that a finger was not known, then asks for the PIN', async () => {
    desk.key.setSamples(['poorQuality', 'poorQuality', 'poorQuality']);
    const { events, result } = await enrollAt(desk, { interactive: true }, withPin);
    expect(asked(events)).toEqual([
      ['fingerprint'],
      ['fingerprint', 'fingerprint-failed'],
      ['fingerprint', 'fingerprint-failed'],
      ['pin', 'fingerprint-failed'],
    ]);
    expect(result?.proof.verified).toBe(true);
  });

  test('lets a person use the PIN instead', async () => {
    desk.key.setTouch('never');
    const { events, result } = await enrollAt(desk, { interactive: true }, async (event, enrollmentId) => {
      await withPin(event, enrollmentId);
      if (event.type !== 'interaction') return;
      if (event.interaction.kind === 'fingerprint') await desk.client.enrollment.preferPin({ enrollmentId });
      if (event.interaction.kind === 'pin') desk.key.setTouch('auto');
    });
    expect(asked(events)).toEqual([['fingerprint'], ['pin']]);
    expect(result?.proof.verified).toBe(true);
  });

  test('ends as a touch does where no finger comes', async () => {
    desk.key.setSamples(['noUserActivity']);
    const { failure } = await enrollAt(desk, { interactive: true });
    expect(failure?.error.code).toBe('touch-timeout');
    expect(failure?.cleanedUp).toBe(true);
  });

  test('uses the PIN that was given with it, and asks for no finger', async () => {
    const { events, result } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    expect(asked(events)).toEqual([]);
    expect(result?.proof.verified).toBe(true);
  });
});

// noMcGaPermissionsWithClientPin (CTAP 2.3, 6.4): the PIN manages such a key, and neither makes nor uses a passkey.
describe('a key that makes passkeys by finger alone', () => {
  test('is refused without a finger, before it gets a PIN and before Entra is asked for options', async () => {
    desk = await openDesk();
    desk.key.faults.noMcGaPermissionsWithClientPin = true;
    const asked: string[] = [];
    const take = desk.graph.faults.take.bind(desk.graph.faults);
    desk.graph.faults.take = (method, path) => {
      asked.push(path);
      return take(method, path);
    };
    for (const interactive of [false, true]) {
      const { failure, events } = await enrollAt(desk, { interactive, pin: { kind: 'given', pin: PIN } });
      expect(failure).toMatchObject({ error: { code: 'fingerprint-required' }, cleanedUp: true, journalState: null });
      expect(events.flatMap(event => (event.type === 'step' ? [event.step] : []))).toEqual(['preflight']);
    }
    expect(desk.key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
    expect(asked.filter(path => path.includes('creationOptions'))).toEqual([]);
  });

  test('is refused without a finger although it has a PIN', async () => {
    desk = await openDesk({ pin: PIN });
    desk.key.faults.noMcGaPermissionsWithClientPin = true;
    const { failure } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    expect(failure).toMatchObject({ error: { code: 'fingerprint-required' }, journalState: null });
    expect(desk.key.state().credentialCount).toBe(1);
  });

  test.each([
    ['a given PIN', false, { kind: 'given', pin: PIN } as const],
    ['a person and a given PIN', true, { kind: 'given', pin: PIN } as const],
    ['a person', true, undefined],
  ])('is asked for a finger for the passkey and for the proof, with %s', async (_, interactive, pin) => {
    await openDeskWithFinger();
    desk.key.faults.noMcGaPermissionsWithClientPin = true;
    const { events, result, failure } = await enrollAt(desk, { interactive, ...(pin ? { pin } : {}) });
    expect(failure).toBeUndefined();
    expect(asked(events)).toEqual([['fingerprint'], ['fingerprint']]);
    expect(result?.proof.verified).toBe(true);
  });

  test('is not asked by the PIN where no finger is known', async () => {
    await openDeskWithFinger();
    desk.key.faults.noMcGaPermissionsWithClientPin = true;
    desk.key.setSamples(['poorQuality', 'poorQuality', 'poorQuality']);
    const { events, failure } = await enrollAt(desk, { interactive: true }, withPin);
    expect(asked(events).map(([kind]) => kind)).toEqual(['fingerprint', 'fingerprint', 'fingerprint']);
    expect(failure).toMatchObject({ error: { code: 'fingerprint-failed' }, cleanedUp: true });
  });
});
