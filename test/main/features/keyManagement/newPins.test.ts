import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, enrollAt, openDesk, openPracticeDesk, PIN, USER } from '../enrollment/desk.ts';

const WEAK = '123456';
const refusal = { code: 'pin-breaks-rule', params: { rule: 'weak', weakness: 'sequence' } };

describe('a weak PIN', () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.close());

  const setPin = (pin: string) => desk.client.keys.setPin({ keyId: desk.keyId, pin });
  const changePin = (newPin: string) => desk.client.keys.changePin({ keyId: desk.keyId, pin: PIN, newPin });
  const weakGiven = { kind: 'given', pin: WEAK } as const;

  test('is refused as the first PIN of a key, and the key gets none', async () => {
    await expect(setPin(WEAK)).rejects.toMatchObject({ data: refusal });
    expect(desk.key.state().pinSet).toBe(false);
  });

  test('is refused as a new PIN, and the present one stays', async () => {
    await setPin(PIN);
    await expect(changePin(WEAK)).rejects.toMatchObject({ data: refusal });
    expect((await enrollAt(desk, { pin: { kind: 'given', pin: PIN } })).result?.proof.verified).toBe(true);
  });

  test('is refused in an enrollment of a key without a PIN', async () => {
    const { failure } = await enrollAt(desk, { pin: weakGiven });
    expect(failure).toMatchObject({ error: refusal, cleanedUp: true });
    expect(desk.key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
  });

  test('is asked for again where a person is there', async () => {
    const { result, events } = await enrollAt(desk, { interactive: true }, (event, enrollmentId) => {
      if (event.type !== 'interaction' || event.interaction.kind !== 'new-pin') return;
      const pin = event.interaction.refused === undefined ? WEAK : PIN;
      return desk.client.enrollment.answerPin({ enrollmentId, pin });
    });
    expect(result?.proof.verified).toBe(true);
    expect(events).toContainEqual(
      expect.objectContaining({ interaction: expect.objectContaining({ kind: 'new-pin', refused: refusal }) }),
    );
  });

  test('is still taken for the PIN that a key has', async () => {
    await desk.client.settings.set({ weakPins: 'allowed' });
    await setPin(WEAK);
    await desk.client.settings.set({ weakPins: 'refused' });
    expect((await enrollAt(desk, { pin: weakGiven })).result?.user.userPrincipalName).toBe(USER);
  });

  test('is allowed where the settings say so, also after a restart', async () => {
    await desk.client.settings.set({ weakPins: 'allowed' });
    await desk.restart();
    expect((await enrollAt(desk, { pin: weakGiven })).result?.proof.verified).toBe(true);
    await desk.client.keys.changePin({ keyId: desk.keyId, pin: WEAK, newPin: '111111' });
    const { entries } = await desk.client.activity.list({ kinds: ['settings-changed'] });
    expect(entries).toMatchObject([{ facts: { weakPins: 'allowed' } }]);
  });
});

test('the name of the tenant is a weak PIN', async () => {
  const { client, close } = await openPracticeDesk();
  try {
    for (const pin of ['contoso', 'Contoso2026!']) {
      const weak = { code: 'pin-breaks-rule', params: { rule: 'weak', weakness: 'organization' } };
      await expect(client.keys.setPin({ keyId: 'practice', pin })).rejects.toMatchObject({ data: weak });
    }
  } finally {
    await close();
  }
});
