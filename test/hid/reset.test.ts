import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ResetEvent } from '../../src/contract/keys/management.ts';
import { createSoftwareKey, type SoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { PIN } from '../main/features/enrollment/desk.ts';
import { type HidDesk, openHidDesk } from './desk.ts';
import { sockets } from './socket.ts';

let desk: HidDesk;
let key: SoftwareKey;
beforeAll(async () => {
  desk = await openHidDesk();
});
afterEach(async () => {
  await Promise.all(sockets.map(socket => socket.unplug()));
  await key.close();
});
afterAll(() => desk.close());

/** Starts a reset of the key in the first socket; it comes back in another one where so asked. */
async function reset(back: (typeof sockets)[number]): Promise<ResetEvent[]> {
  key = await createSoftwareKey({ profile: 'full' });
  const keyId = `hid:${await sockets[0].plug(key)}`;
  for await (const keys of await desk.client.keys.watch()) if (keys.some(({ id }) => id === keyId)) break;
  await desk.client.keys.setPin({ keyId, pin: PIN });
  const events: ResetEvent[] = [];
  for await (const event of await desk.client.keys.reset({ keyId, confirm: 'Software key' })) {
    events.push(event);
    if (event.type === 'step' && event.step === 'remove') await sockets[0].unplug();
    if (event.type === 'step' && event.step === 'insert') await back.plug(key);
  }
  return events;
}

describe('a factory reset over /dev/hidraw', () => {
  test('leads through out, in and touch, and leaves a key as new', async () => {
    const events = await reset(sockets[0]);
    expect(events.map(event => (event.type === 'step' ? event.step : event.type))).toEqual([
      'remove',
      'insert',
      'touch',
      'completed',
    ]);
    expect(key.state().pinSet).toBe(false);
  });

  test('is refused when a key with another serial number comes back', async () => {
    const events = await reset(sockets[1]);
    expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { code: 'reset-other-key' } });
    expect(key.state().pinSet).toBe(true);
  });
});
