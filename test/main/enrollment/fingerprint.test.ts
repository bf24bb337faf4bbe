import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnrollmentEvent, Interaction } from '../../../src/contract/enrollment.ts';
import { type Desk, enrollAt, openDesk, PIN } from './desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ pin: PIN });
  const { keyId } = desk;
  for await (const _ of await desk.client.keys.fingerprints.enroll({ keyId, pin: PIN })) {
    // Told sample by sample; the software key's samples are good.
  }
});
afterEach(() => desk.close());

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

describe('an enrolment on a key that knows a finger', () => {
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

  test('uses the PIN that was given with it, and asks nobody for a finger', async () => {
    const { events, result } = await enrollAt(desk, { pin: { kind: 'given', pin: PIN } });
    expect(asked(events)).toEqual([]);
    expect(result?.proof.verified).toBe(true);
  });
});
