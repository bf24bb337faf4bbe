import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CborMap, type CborValue, decode, encode } from '../../src/ctap/cbor.ts';
import { bioEnrollment, type EnrollSample } from '../../src/ctap/ctap2/bioEnrollment.ts';
import { permissions } from '../../src/ctap/ctap2/clientPin.ts';
import { parseAuthenticatorData } from '../../src/ctap/webauthn/authenticatorData.ts';
import { HASH, openKey, PIN, RP } from '../simulator/key/open.ts';
import { ok, rejection, ScriptedTransport } from './helpers.ts';

const numbered = (...entries: [number, CborValue][]): CborMap => new Map(entries);
const request = { permissions: permissions.makeCredential, rpId: RP };
const creation = {
  clientDataHash: HASH,
  rp: { id: RP },
  user: { id: Uint8Array.of(1) },
  pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  rk: true,
};

async function openWithPin(fingers = 0) {
  const opened = await openKey();
  await opened.session.setPin(PIN);
  const fingerprints = await opened.session.fingerprints(PIN);
  for (let finger = 0; finger < fingers; finger++) await fingerprints.enroll(() => undefined);
  return { ...opened, fingerprints };
}

describe('fingerprints', () => {
  it('are enrolled sample by sample, named, listed and removed', async () => {
    const { key, session, fingerprints } = await openWithPin();
    expect(await fingerprints.sensor()).toEqual({ kind: 'touch', maxSamplesRequired: 4, maxFriendlyNameLength: 64 });
    expect(await fingerprints.list()).toEqual([]);
    expect(session.info.options).toMatchObject({ uv: false, bioEnroll: false });
    key.setSamples(['tooFast', 'good', 'tooSlow', 'good', 'noUserActivity']);
    const samples: EnrollSample[] = [];
    const touches: string[] = [];
    const templateId = await fingerprints.enroll(sample => samples.push(sample), {
      onKeepAlive: status => touches.push(status),
    });
    expect(samples).toEqual([
      { status: 'TOO_FAST', remaining: 4 },
      { status: 'GOOD', remaining: 3 },
      { status: 'TOO_SLOW', remaining: 3 },
      { status: 'GOOD', remaining: 2 },
      { status: 'NO_USER_ACTIVITY', remaining: 2 },
      { status: 'GOOD', remaining: 1 },
      { status: 'GOOD', remaining: 0 },
    ]);
    expect(touches).toContain('upneeded');
    expect(session.info.options).toMatchObject({ uv: true, bioEnroll: true });
    await fingerprints.rename(templateId, 'left thumb');
    expect(await fingerprints.list()).toEqual([{ templateId, friendlyName: 'left thumb' }]);
    await fingerprints.remove(templateId);
    expect(await fingerprints.list()).toEqual([]);
    expect(session.info.options.uv).toBe(false);
    expect((await rejection(fingerprints.remove(templateId))).code).toBe('CTAP2_ERR_INVALID_OPTION');
    expect((await rejection(fingerprints.rename(templateId, 'x'))).code).toBe('CTAP2_ERR_INVALID_OPTION');
  });

  it('leave nothing behind when their enrollment is canceled', async () => {
    const { key, session, fingerprints } = await openWithPin();
    const abort = new AbortController();
    const canceled = fingerprints.enroll(
      ({ remaining }) => {
        if (remaining === 2) key.setTouch('never');
      },
      {
        signal: abort.signal,
        onKeepAlive: status => key.state().touchPolicy === 'never' && status === 'upneeded' && abort.abort(),
      },
    );
    expect((await rejection(canceled)).code).toBe('cancelled');
    expect(key.state().fingerprintCount).toBe(0);
    key.setTouch('auto');
    await fingerprints.enroll(() => undefined);
    expect(session.info.options.uv).toBe(true);
  });

  it('fit five, and need a PIN', async () => {
    const { fingerprints, session } = await openWithPin(5);
    expect((await rejection(fingerprints.enroll(() => undefined))).code).toBe('CTAP2_ERR_FP_DATABASE_FULL');
    const unauthorized = await session.fingerprints();
    expect((await rejection(unauthorized.list())).code).toBe('CTAP2_ERR_PUAT_REQUIRED');
    const legacy = await openKey({ profile: 'legacy' });
    expect((await rejection(legacy.session.fingerprints())).code).toBe('unsupported');
  });

  it('are known well enough to let in another, and to configure the key', async () => {
    const { key, session } = await openWithPin(1);
    const byFinger = await session.uvToken({ permissions: permissions.bioEnrollment });
    await (await session.fingerprints(byFinger)).enroll(() => undefined);
    expect(key.state().fingerprintCount).toBe(2);
    const toConfigure = await session.uvToken({ permissions: permissions.authenticatorConfig });
    await session.configure(toConfigure, { kind: 'toggleAlwaysUv' });
    expect(session.info.options.alwaysUv).toBe(true);
    const other = await session.uvToken({ permissions: permissions.authenticatorConfig });
    expect((await rejection((await session.largeBlobs(other)).write(new Uint8Array(32), new Uint8Array(1)))).code).toBe(
      'CTAP2_ERR_PIN_AUTH_INVALID',
    );
  });

  it('are managed by the preview command of older keys too', async () => {
    const { channel, session } = await openWithPin();
    const token = await session.pinToken(PIN, { permissions: permissions.bioEnrollment });
    const preview = bioEnrollment(channel, 'bioEnrollmentPreview', token, () => session.refresh());
    await preview.enroll(() => undefined);
    expect(await preview.list()).toHaveLength(1);
  });
});

describe('bioEnrollment', () => {
  const token = { version: 2, token: new Uint8Array(32).fill(0x42) } as const;
  const hmac = (...message: number[]) =>
    new Uint8Array(createHmac('sha256', token.token).update(Uint8Array.from(message)).digest());
  const sample = (status: number, remaining: number) =>
    ok(numbered([0x04, Uint8Array.of(9)], [0x05, status], [0x06, remaining]));

  it('authorizes modality, subcommand and parameters', async () => {
    const transport = new ScriptedTransport(sample(0, 1), sample(0x77, 0));
    const samples: EnrollSample[] = [];
    const bio = bioEnrollment(transport, 'bioEnrollmentPreview', token, async () => undefined);
    expect(await bio.enroll(given => samples.push(given))).toEqual(Uint8Array.of(9));
    expect(samples.map(({ status }) => status)).toEqual(['GOOD', 'UNKNOWN']);
    const next = numbered([0x01, Uint8Array.of(9)]);
    expect(transport.requests.map(sent => [sent[0], decode(sent.subarray(1))])).toEqual([
      [0x40, numbered([1, 1], [2, 1], [4, 2], [5, hmac(1, 1)])],
      [0x40, numbered([1, 1], [2, 2], [3, next], [4, 2], [5, hmac(1, 2, ...encode(next))])],
    ]);
  });

  it('gives up on a key that never has enough', async () => {
    const endless = new ScriptedTransport(...Array.from({ length: 200 }, () => sample(0, 1)));
    const bio = bioEnrollment(endless, 'bioEnrollment', token, async () => undefined);
    expect(await rejection(bio.enroll(() => undefined))).toMatchObject({
      code: 'response-malformed',
      params: { member: 'bioEnrollment.remainingSamples' },
    });
    // A hundred samples and the cancel.
    expect(endless.requests).toHaveLength(101);
    expect(decode(endless.requests.at(-1)?.subarray(1) ?? new Uint8Array())).toEqual(numbered([1, 1], [2, 3]));
  });

  it('takes a sample without a status for one of an unknown status', async () => {
    const transport = new ScriptedTransport(ok(numbered([4, Uint8Array.of(9)], [6, 0])));
    const samples: EnrollSample[] = [];
    const bio = bioEnrollment(transport, 'bioEnrollment', token, async () => undefined);
    await bio.enroll(given => samples.push(given));
    expect(samples).toEqual([{ status: 'UNKNOWN', remaining: 0 }]);
  });

  it('is without fingers where the key says so, by either status, and keeps one whose name is no text', async () => {
    for (const status of [0x2c, 0x2e]) {
      const none = bioEnrollment(
        new ScriptedTransport(Uint8Array.of(status)),
        'bioEnrollment',
        token,
        async () => undefined,
      );
      expect(await none.list()).toEqual([]);
    }
    const nameless = ok(numbered([0x07, [numbered([1, Uint8Array.of(9)], [2, null])]]));
    const bio = bioEnrollment(new ScriptedTransport(nameless), 'bioEnrollment', token, async () => undefined);
    expect(await bio.list()).toEqual([{ templateId: Uint8Array.of(9), friendlyName: undefined }]);
  });

  it('reads a sensor of a kind without a name', async () => {
    const transport = new ScriptedTransport(ok(numbered([2, 7], [3, 4])), ok(numbered([2, 2], [3, 4], [8, 20])));
    const bio = bioEnrollment(transport, 'bioEnrollment', undefined, async () => undefined);
    expect(await bio.sensor()).toEqual({ kind: undefined, maxSamplesRequired: 4, maxFriendlyNameLength: undefined });
    expect(await bio.sensor()).toEqual({ kind: 'swipe', maxSamplesRequired: 4, maxFriendlyNameLength: 20 });
  });
});

describe('a token by a finger', () => {
  it('makes a credential with one touch for both', async () => {
    const { key, session } = await openWithPin(1);
    let touches = 0;
    key.onChange(() => {
      if (key.state().waitingForTouch) touches++;
    });
    const token = await session.uvToken(request);
    const { authData } = await session.makeCredential(token, creation);
    expect(parseAuthenticatorData(authData).flags).toMatchObject({ up: true, uv: true });
    expect(touches).toBe(1);
    const again = await rejection(session.makeCredential(token, creation));
    expect(again.code).toBe('CTAP2_ERR_PIN_AUTH_INVALID');
  });

  it('is refused by a key that is tired of fingers, until it was told the PIN', async () => {
    const { key, session } = await openWithPin(1);
    key.setSamples(['poorQuality', 'poorQuality', 'poorQuality', 'poorQuality', 'poorQuality']);
    for (let left = 4; left > 0; left--) {
      expect((await rejection(session.uvToken(request))).code).toBe('CTAP2_ERR_UV_INVALID');
    }
    expect((await rejection(session.uvToken(request))).code).toBe('CTAP2_ERR_UV_BLOCKED');
    expect(await session.uvRetries()).toBe(0);
    await session.pinToken(PIN, request);
    await session.uvToken(request);
  });

  it('is not asked of a key without fingers', async () => {
    const { session } = await openWithPin();
    expect((await rejection(session.uvToken(request))).code).toBe('unsupported');
    const legacy = await openKey({ profile: 'legacy' });
    expect((await rejection(legacy.session.uvRetries())).code).toBe('unsupported');
  });

  it('without a finger on the sensor ends as a touch does', async () => {
    const { key, session } = await openWithPin(1);
    key.setSamples(['noUserActivity']);
    expect((await rejection(session.uvToken(request))).code).toBe('CTAP2_ERR_USER_ACTION_TIMEOUT');
    expect(await session.uvRetries()).toBe(5);
  });
});
