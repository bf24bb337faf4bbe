import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeyHost } from '../../../../src/main/services/keys/keyHost.ts';
import type { Keys, OpenKey } from '../../../../src/main/services/keys/keys.ts';
import { createKeys } from '../../../../src/main/services/keys/keysOfHost.ts';
import { createSoftwareKey, type SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { PIN, withSession } from '../../../badInput/desk.ts';
import { type Bus, createBus, hostOn } from './hostHere.ts';

const PATH = '/dev/hidraw0';
const KEY = `hid:${PATH}`;

describe('while an operation waits for its turn on a key', () => {
  let bus: Bus;
  let host: KeyHost;
  let keys: Keys;
  let first: OpenKey;
  const made: SoftwareKey[] = [];
  const newKey = async (profile: 'full' | 'legacy' = 'full') => {
    const key = await createSoftwareKey({ profile });
    made.push(key);
    return key;
  };
  const told = (serial?: string) => ({ product: 'Key', ...(serial === undefined ? {} : { serialNumber: serial }) });

  beforeEach(async () => {
    bus = createBus();
    host = hostOn(bus);
    keys = createKeys(host);
  });
  afterEach(async () => {
    await host.close();
    await Promise.all(made.splice(0).map(key => key.close()));
  });

  /** Plugs a key in, opens it, and lets a second operation wait for it; `done` is whether that one was let in. */
  async function waiting(key: SoftwareKey, serial?: string) {
    bus.plug(PATH, key, told(serial));
    await host.look();
    first = await keys.open(KEY);
    const state = { done: false };
    const second = keys.use(KEY, async () => {
      state.done = true;
    });
    second.catch(() => undefined);
    await new Promise(setImmediate);
    return { second, state };
  }
  const gone = async () => {
    bus.plugged.clear();
    await host.look();
    await host.look();
  };

  test('the same key stays: it gets its turn', async () => {
    const { second } = await waiting(await newKey());
    first.close();
    await second;
  });

  test('it is taken out: nothing is done', async () => {
    const { second, state } = await waiting(await newKey());
    await gone();
    first.close();
    await expect(second).rejects.toMatchObject({ code: 'key-removed' });
    expect(state.done).toBe(false);
  });

  test.each([
    ['that tells another number', '4711', '4712', 'full'],
    ['that tells a placeholder as the first one did', '0001', '0001', 'full'],
    ['that tells no number, as the first one', undefined, undefined, 'full'],
  ] as const)('another one %s is plugged in at its place: it is refused', async (_, one, other, profile) => {
    const { second, state } = await waiting(await newKey(), one);
    await gone();
    bus.plug(PATH, await newKey(profile), told(other));
    await host.look();
    first.close();
    await expect(second).rejects.toMatchObject({ code: 'key-changed' });
    expect(state.done).toBe(false);
  });

  test('it is taken out and plugged in again with a number of its own: it gets its turn', async () => {
    const key = await newKey();
    const { second } = await waiting(key, '4711');
    await gone();
    bus.plug(PATH, key, told('4711'));
    await host.look();
    first.close();
    await second;
  });

  test('another one takes its place so fast that no list shows it: it is refused by what it is when it is opened', async () => {
    const { second, state } = await waiting(await newKey(), '4711');
    bus.plug(PATH, await newKey(), told('4712'));
    first.close();
    await expect(second).rejects.toMatchObject({ code: 'key-changed' });
    expect(state.done).toBe(false);
  });

  test.each([
    ['of another model', async () => newKey('legacy')],
    ['without the PIN that the first one has', async () => newKey()],
  ])('one %s takes its place unseen: it is refused by its getInfo', async (_, other) => {
    const key = await newKey();
    await withSession(key, session => session.setPin(PIN));
    const { second, state } = await waiting(key);
    bus.plug(PATH, await other(), told());
    first.close();
    await expect(second).rejects.toMatchObject({ code: 'key-changed' });
    expect(state.done).toBe(false);
    // Whoever chooses it now means it.
    await keys.use(KEY, async () => undefined);
  });

  test('the first one sets its PIN: that is no other key', async () => {
    const { second } = await waiting(await newKey());
    await first.session.setPin(PIN);
    first.close();
    await second;
  });
});
