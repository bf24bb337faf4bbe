import { createHash } from 'node:crypto';
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeClientDataJSON, verifySignature } from '@simplewebauthn/server/helpers';
import { afterEach, describe, expect, test } from 'vitest';
import { fromBase64url } from '../../../../src/ctap/bytes.ts';
import { type Desk, enrollAt, openDesk, PIN, USER } from './desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;

describe('an enrollment', () => {
  test('costs exactly seven transactions on a key with a PIN', async () => {
    desk = await openDesk({ pin: PIN });
    const { result } = await enrollAt(desk, { pin: given });
    expect(result?.transactions).toEqual({ INIT: 1, getInfo: 1, clientPIN: 3, makeCredential: 1, getAssertion: 1 });
  });

  test('makes what an independent verifier accepts, and proves that it signs in', async () => {
    desk = await openDesk();
    const { result } = await enrollAt(desk, { pin: given, displayName: 'Desk key' });
    if (result === undefined) throw new Error('it failed');
    const { credentialId, clientDataJSON, attestationObject, proof } = result;
    const registration = await verifyRegistrationResponse({
      response: {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: decodeClientDataJSON(clientDataJSON).challenge,
      expectedOrigin: 'https://login.microsoft.com',
      expectedRPID: 'login.microsoft.com',
      requireUserVerification: true,
    });
    expect(registration.verified).toBe(true);
    const credential = registration.registrationInfo?.credential;
    if (credential === undefined) throw new Error('not verified');
    expect(Buffer.from(credential.publicKey).toString('base64url')).toBe(result.publicKey);
    const signed = Buffer.concat([
      fromBase64url(proof.authenticatorData),
      createHash('sha256').update(fromBase64url(proof.clientDataJSON)).digest(),
    ]);
    const proven = await verifySignature({
      signature: fromBase64url(proof.signature),
      data: new Uint8Array(signed),
      credentialPublicKey: credential.publicKey,
    });
    expect(proven).toBe(true);
    // User verified, and no second touch.
    expect(fromBase64url(proof.authenticatorData)[32]).toBe(0x04);
    expect(proof.verified).toBe(true);
    expect(result.method).toMatchObject({ displayName: 'Desk key', attestationLevel: 'attested', credentialId });
    expect(await desk.client.passkeys.list({ user: USER })).toHaveLength(1);
  });

  test('sets a random PIN on a blank key and gives it once', async () => {
    desk = await openDesk();
    const { result } = await enrollAt(desk, { pin: { kind: 'random', length: 8 } });
    expect(result?.pin).toMatchObject({ set: true, random: expect.stringMatching(/^\d{8}$/) });
    await desk.client.passkeys.delete({ user: USER, id: result?.method.id ?? '' });
    const again = await enrollAt(desk, {
      user: 'user3@contoso.example',
      pin: { kind: 'given', pin: result?.pin.random ?? '' },
    });
    expect(again.result?.pin).toEqual({ set: false });
  });

  test('works on a CTAP 2.0 key', async () => {
    desk = await openDesk({ key: { profile: 'legacy' } });
    const { result, failure } = await enrollAt(desk, { pin: given });
    expect(failure).toBeUndefined();
    expect(result?.proof.verified).toBe(true);
  });

  test('asks a person for the PIN, and again with the attempts left after a wrong one', async () => {
    desk = await openDesk({ pin: PIN });
    const answers = ['000000', PIN];
    const { events, result } = await enrollAt(desk, { interactive: true }, (event, enrollmentId) => {
      if (event.type !== 'interaction' || event.interaction.kind !== 'pin') return;
      return desk.client.enrollment.answerPin({ enrollmentId, pin: answers.shift() ?? '' });
    });
    const asked = events.flatMap(event =>
      event.type === 'interaction' && event.interaction.kind === 'pin' ? [event.interaction] : [],
    );
    expect(asked.map(({ state, refused }) => [state.retries, refused?.code])).toEqual([
      [8, undefined],
      [7, 'pin-wrong'],
    ]);
    expect(result).toBeDefined();
  });

  test('tells its steps in their order, and the touch', async () => {
    desk = await openDesk();
    const { events } = await enrollAt(desk, { pin: given });
    const told = events.flatMap(event => {
      if (event.type === 'step') return [event.step];
      return event.type === 'interaction' && event.interaction.kind === 'touch' ? ['touch'] : [];
    });
    expect(told).toEqual([
      'preflight',
      'options',
      'prepare',
      'create',
      'touch',
      'verify',
      'register',
      'prove',
      'finish',
    ]);
  });
});
