import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchUsb } from '../../../../src/main/services/keys/hotplug.ts';
import type { KeyHost } from '../../../../src/main/services/keys/keyHost.ts';
import { createKeys } from '../../../../src/main/services/keys/keysOfHost.ts';
import { createPluggedList } from '../../../../src/main/services/keys/pluggedList.ts';
import { createSoftwareKey, type SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Bus, createBus, hostOn } from './hostHere.ts';

describe('when it is looked for keys', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function watched(events: boolean) {
    const listeners = new Set<() => void>();
    const looks: number[] = [];
    const started = Date.now();
    const watch = watchUsb({
      getDevices: async () => (events ? [] : Promise.reject(new Error('no USB'))),
      addEventListener: (_, listener) => void listeners.add(listener),
      removeEventListener: (_, listener) => void listeners.delete(listener),
    });
    watch.onChange(() => looks.push(Date.now() - started));
    await vi.advanceTimersByTimeAsync(0);
    return { watch, looks, listeners };
  }

  test('a few times after an event, for a HID node may appear long after it', async () => {
    const { watch, looks, listeners } = await watched(true);
    for (const listener of listeners) listener();
    await vi.advanceTimersByTimeAsync(3000);
    expect(looks).toEqual([150, 400, 1000, 2500]);
    await watch.close();
    expect(listeners.size).toBe(0);
  });

  test.each([
    ['slowly where events may get lost', true, [5000, 10_000]],
    ['more often where there are none', false, [2000, 4000, 6000, 8000, 10_000]],
  ])('%s', async (_, events, times) => {
    const { watch, looks } = await watched(events);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks).toEqual(times);
    await watch.close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks).toEqual(times);
  });
});

describe('the list of what is plugged in', () => {
  let now = 0;
  const list = () =>
    createPluggedList<string>(
      id => id,
      () => now,
    );

  test('loses a device when two looks in a row miss it', () => {
    const plugged = list();
    plugged.take(['a', 'b']);
    expect(plugged.take(['b'])).toEqual({ present: ['b', 'a'], unsure: true });
    expect(plugged.take(['b'])).toEqual({ present: ['b'], unsure: false });
  });

  test('keeps one that only one look missed', () => {
    const plugged = list();
    plugged.take(['a']);
    plugged.take([]);
    expect(plugged.take(['a'])).toEqual({ present: ['a'], unsure: false });
    expect(plugged.take([]).present).toEqual(['a']);
  });

  test('believes the handle of a device at once, and the system again a little later', () => {
    const plugged = list();
    plugged.take(['a']);
    plugged.left('a');
    expect(plugged.take(['a'])).toEqual({ present: [], unsure: true });
    now += 500;
    expect(plugged.take(['a'])).toEqual({ present: ['a'], unsure: false });
  });
});

describe('a key on a bus with bad reports', () => {
  let bus: Bus;
  let key: SoftwareKey;
  let host: KeyHost;
  beforeEach(async () => {
    bus = createBus();
    key = await createSoftwareKey({ profile: 'full' });
    bus.plug('/dev/hidraw0', key);
    host = hostOn(bus);
    await host.ready();
  });
  afterEach(async () => {
    await host.close();
    await key.close();
  });
  const listed = () => host.keys().map(({ id }) => id);
  const KEY = 'hid:/dev/hidraw0';
  const failing = () => Promise.reject(new Error('enumeration failed'));

  test('stays listed when an enumeration fails; the problem is shown until the next good one', async () => {
    bus.next.push(failing);
    await host.look();
    expect(listed()).toEqual([KEY]);
    expect(host.problems()).toMatchObject([{ code: 'usb-unavailable', params: { source: 'hid' } }]);
    await host.look();
    expect(host.problems()).toEqual([]);
  });

  test('stays open when one enumeration comes back empty, and is gone after two', async () => {
    const open = await createKeys(host).open(KEY);
    bus.next.push(async () => []);
    await host.look();
    expect(open.gone.aborted).toBe(false);
    await host.look();
    await host.look();
    expect(open.gone.aborted).toBe(false);
    bus.plugged.clear();
    await host.look();
    await host.look();
    expect(listed()).toEqual([]);
    expect(open.gone.reason).toMatchObject({ code: 'key-removed' });
    open.close();
  });

  test('is gone at once when its handle says so', async () => {
    const open = await createKeys(host).open(KEY);
    const gone = new Promise(resolve => open.gone.addEventListener('abort', resolve));
    key.powerOff();
    await gone;
    expect(listed()).toEqual([]);
    open.close();
  });

  test('is looked for again by itself after a failed enumeration', async () => {
    bus.plug('/dev/hidraw1', key);
    bus.next.push(failing);
    bus.event();
    await vi.waitUntil(() => listed().length === 2, 15_000);
  });

  test('is opened although the enumeration before failed once, and not found after two empty ones', async () => {
    bus.next.push(failing);
    await (await createKeys(host).open(KEY)).close();
    bus.next.push(
      async () => [],
      async () => [],
    );
    await expect(host.open(KEY)).rejects.toMatchObject({ code: 'key-not-found' });
  });

  test('is listed as the last enumeration saw it, however late an earlier one comes', async () => {
    const early = Promise.withResolvers<void>();
    bus.next.push(async () => {
      await early.promise;
      return [];
    });
    const first = host.look();
    bus.plug('/dev/hidraw1', key);
    const second = host.look();
    await vi.waitUntil(() => bus.next.length === 0, 15_000);
    early.resolve();
    await Promise.all([first, second]);
    expect(listed()).toEqual([KEY, 'hid:/dev/hidraw1']);
  });

  test('is listed with clean names', async () => {
    bus.plug('/dev/hidraw0', key, { product: 'Key\u0000\u202e', manufacturer: ' \u200b', serialNumber: '47\u000711' });
    await host.look();
    expect(host.keys()).toEqual([{ id: KEY, vendorId: 1, productId: 2, product: 'Key', serial: '4711' }]);
  });
});

describe('a source that cannot be used', () => {
  test('is reported, and stops no other', async () => {
    const [bus, key] = [createBus(), await createSoftwareKey({ profile: 'full' })];
    bus.plug('/dev/hidraw0', key);
    const host = hostOn(bus, { practice: () => Promise.reject(new Error('no practice')) });
    await host.ready();
    expect(host.keys()).toHaveLength(1);
    expect(host.problems()).toMatchObject([{ code: 'internal' }]);
    await host.close();
    await key.close();
  });
});
