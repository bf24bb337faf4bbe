import { describe, expect, onTestFinished, test } from 'vitest';
import { serveControl } from '../../../src/simulator/key/control.ts';
import { faultSchema } from '../../../src/simulator/key/faults.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { PIN, reopen } from './open.ts';
import { hid, RawHost, reports } from './raw.ts';

async function control() {
  const key = await createSoftwareKey({ profile: 'full', touch: 'manual' });
  const served = await serveControl(key, 0);
  onTestFinished(async () => {
    await served.close();
    await key.close();
  });
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`http://127.0.0.1:${served.port}${path}`, { method, headers, ...sent });
    return { status: response.status, body: await response.json() };
  };
  return { key, call };
}

describe('the hands of a software key', () => {
  test('unplug, plug in and touch', async () => {
    const { key, call } = await control();
    await call('POST', '/power/off');
    expect(key.powered).toBe(false);
    await call('POST', '/power/on');
    expect(key.powered).toBe(true);
    const host = await RawHost.open(key);
    for (const report of reports(host.channel, hid.CBOR, Uint8Array.of(0x0b))) await host.transport.send(report);
    await host.next(true);
    expect((await call('GET', '/state')).body).toMatchObject({ powered: true, waitingForTouch: true, pinSet: false });
    await call('POST', '/touch');
    expect((await host.next()).data).toEqual(Uint8Array.of(0));
    await call('POST', '/touch-policy', '"auto"');
    expect((await host.ask(hid.CBOR, Uint8Array.of(0x0b))).data).toEqual(Uint8Array.of(0));
  });

  test('set and clear the misbehavior switches', async () => {
    const { key, call } = await control();
    await call('PUT', '/faults', { keyFull: true, slow: 5 });
    expect(key.faults).toEqual({ keyFull: true, slow: 5 });
    await call('PUT', '/faults', { silent: true });
    expect((await call('GET', '/state')).body.faults).toEqual({ silent: true });
    await call('DELETE', '/faults');
    expect(key.faults).toEqual({});
  });

  test('reach every misbehavior switch', async () => {
    const { key, call } = await control();
    const values: Record<string, unknown> = {
      slow: 1,
      keepAliveFlood: 1,
      statusOnCommand: { command: 1, status: 1 },
      silentAssertion: 'refused',
      expiredTouch: 'denied',
      pinRefusals: 1,
      attestationAlgorithm: -48,
      attestationFormat: 'tpm',
      attestationFormats: ['tpm'],
    };
    const all = Object.fromEntries(Object.keys(faultSchema.shape).map(name => [name, values[name] ?? true]));
    expect((await call('PUT', '/faults', all)).status).toBe(200);
    expect(key.faults).toEqual(all);
  });

  test('lay fingers on the sensor', async () => {
    const { key, call } = await control();
    key.setTouch('auto');
    expect((await call('PUT', '/samples', ['tooFast', 'tooSlow'])).status).toBe(200);
    const { session } = await reopen(key);
    await session.setPin(PIN);
    const seen: string[] = [];
    await (await session.fingerprints(PIN)).enroll(({ status }) => seen.push(status));
    expect(seen.slice(0, 3)).toEqual(['TOO_FAST', 'TOO_SLOW', 'GOOD']);
    expect((await call('GET', '/state')).body.fingerprintCount).toBe(1);
  });

  test.each<[string, string, string, unknown, Record<string, string>, number]>([
    ['a path that is not there', 'POST', '/explode', undefined, {}, 404],
    ['a touch by GET', 'GET', '/touch', undefined, {}, 404],
    ['JSON that is none', 'PUT', '/faults', '{', {}, 400],
    ['a switch of the wrong type', 'PUT', '/faults', { slow: 'very' }, {}, 400],
    ['a switch that is not there', 'PUT', '/faults', { slowly: true }, {}, 400],
    ['a sample that is none', 'PUT', '/samples', ['great'], {}, 400],
    ['an unknown policy', 'POST', '/touch-policy', '"often"', {}, 400],
    ['a body too long', 'PUT', '/faults', ' '.repeat(5000), {}, 400],
    ['a page in a browser', 'POST', '/power/off', undefined, { origin: 'https://example.com' }, 403],
  ])('refuse %s', async (_what, method, path, body, headers, status) => {
    const { key, call } = await control();
    expect((await call(method, path, body, headers)).status).toBe(status);
    expect(key.powered).toBe(true);
    expect(key.faults).toEqual({});
  });
});
