import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ResetEvent } from '../../../../src/contract/keys/management.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { enrollAt, PIN, USER } from '../enrollment/desk.ts';

const GET_INFO = 0x04;
const pin = { kind: 'given', pin: PIN } as const;

const uncertain = { type: 'failed', failure: { code: 'reset-uncertain', params: { reason: 'key-removed' } } };

describe('a led reset', () => {
  let desk: BusDesk;
  let key: SoftwareKey;
  let keyId: string;
  beforeEach(async () => {
    desk = await openBusDesk();
    key = await desk.key();
    keyId = await desk.plug(key, '4711');
    await enrollAt(desk, { user: USER, pin });
  });
  afterEach(() => desk.close());

  /** Leads through a reset; `back` is the key that is plugged in again, with no event of the system. */
  async function reset(back: SoftwareKey, serial: string | undefined, onTouch: () => unknown = () => undefined) {
    const events: ResetEvent[] = [];
    for await (const event of await desk.client.keys.reset({ keyId, confirm: 'Key' })) {
      events.push(event);
      if (event.type !== 'step') continue;
      if (event.step === 'remove') {
        key.powerOff();
        desk.bus.plugged.clear();
      }
      if (event.step === 'insert') {
        back.powerOn();
        const number = serial === undefined ? {} : { serialNumber: serial };
        desk.bus.plug('/dev/hidraw1', back, { product: 'Key', ...number });
      }
      if (event.step === 'touch') await onTouch();
    }
    return events;
  }
  const activity = async () => (await desk.client.activity.list({ kinds: ['key-reset'] })).entries;
  const inventory = async () => (await desk.client.inventory.list({})).keys;

  test('sees the key leave and come back if the system reports neither', async () => {
    const events = await reset(key, '4711');
    expect(events.map(event => (event.type === 'step' ? event.step : event.type))).toEqual([
      'remove',
      'insert',
      'touch',
      'completed',
    ]);
    expect(key.state()).toMatchObject({ pinSet: false, credentialCount: 0 });
    expect(await inventory()).toMatchObject([{ serial: '4711', state: 'blank' }]);
  });

  test('is done when the key has confirmed it, and reports the key as soon as it answers again', async () => {
    key.setTouch('manual');
    const events = await reset(key, '4711', () => {
      // The key restarts: for a moment it refuses what is asked next.
      key.faults.statusOnCommand = { command: GET_INFO, status: 0x7f };
      key.touch();
      setTimeout(() => {
        delete key.faults.statusOnCommand;
      }, 100);
    });
    expect(events.at(-1)).toMatchObject({ type: 'completed', key: { pin: { set: false } } });
    expect(await activity()).toMatchObject([{ result: 'done' }]);
    expect(await inventory()).toMatchObject([{ state: 'blank' }]);
  });

  test('is not done without the answer of the key, though it comes back without its PIN', async () => {
    key.setTouch('manual');
    const { open } = desk.bus;
    let deaf = false;
    desk.bus.open = async path => {
      const transport = await open(path);
      return { ...transport, onReport: listener => transport.onReport(report => !deaf && listener(report)) };
    };
    const events = await reset(key, '4711', async () => {
      deaf = true;
      key.touch();
      await vi.waitUntil(() => !key.state().pinSet, { interval: 5, timeout: 15_000 });
      key.powerOff();
      deaf = false;
      key.powerOn();
    });
    expect(events.at(-1)).toMatchObject(uncertain);
    expect(await activity()).toMatchObject([{ result: 'failed' }]);
    expect(await inventory()).toMatchObject([{ serial: '4711', state: 'active' }]);
  });

  test.each([
    ['without numbers', undefined],
    ['with the same number', '4711'],
  ])('is not done where a blank key of the model is plugged in after the key left, %s', async (_, serial) => {
    if (serial === undefined) {
      await desk.unplug();
      key = await desk.key();
      keyId = await desk.plug(key);
      await enrollAt(desk, { user: 'user3@contoso.example', pin });
    }
    const blank = await desk.key();
    const before = await inventory();
    key.setTouch('manual');
    const events = await reset(key, serial, async () => {
      await vi.waitUntil(() => key.state().waitingForTouch, { interval: 5, timeout: 15_000 });
      key.powerOff();
      desk.bus.plugged.clear();
      blank.powerOn();
      const number = serial === undefined ? {} : { serialNumber: serial };
      desk.bus.plug('/dev/hidraw1', blank, { product: 'Key', ...number });
      desk.bus.event();
    });
    expect(events.at(-1)).toMatchObject(uncertain);
    expect(key.state()).toMatchObject({ pinSet: true, credentialCount: 1 });
    expect(await inventory()).toEqual(before.map(row => ({ ...row, lastSeenAt: expect.any(String) })));
    expect(await activity()).toMatchObject([{ result: 'failed' }]);
  });

  test('erases no other key of the model without a number, though it looks alike', async () => {
    await desk.unplug();
    const [mine, other] = [await desk.key(), await desk.key()];
    // The same PIN, and as many passkeys; but not of the same user.
    await desk.plug(other);
    await enrollAt(desk, { user: 'user3@contoso.example', pin });
    keyId = await desk.plug(mine);
    await enrollAt(desk, { user: 'user4@contoso.example', pin });
    key = mine;
    const events: ResetEvent[] = [];
    for await (const event of await desk.client.keys.reset({ keyId, confirm: 'Key' })) {
      events.push(event);
      if (event.type === 'step' && event.step === 'remove') desk.bus.plugged.clear();
      if (event.type === 'step' && event.step === 'insert') {
        other.powerOff();
        other.powerOn();
        desk.bus.plug('/dev/hidraw1', other, { product: 'Key' });
      }
    }
    expect(events.at(-1)).toMatchObject({ type: 'failed', failure: { code: 'reset-other-key' } });
    expect(other.state()).toMatchObject({ pinSet: true, credentialCount: 1 });
    expect(await activity()).toMatchObject([{ result: 'failed' }]);
  });

  test('takes the name of the key however it was pasted', async () => {
    for await (const event of await desk.client.keys.reset({ keyId, confirm: '\u00a0Ke\u200by \n' })) {
      expect(event).toEqual({ type: 'step', step: 'remove' });
      break;
    }
  });
});

describe('what is unusual about the reset of a key', () => {
  let desk: BusDesk;
  beforeEach(async () => {
    desk = await openBusDesk();
  });
  afterEach(() => desk.close());

  test('a touch of ten seconds is announced from the first step on', async () => {
    const key = await desk.key({ resetRules: { longTouch: true } });
    const keyId = await desk.plug(key);
    expect(await desk.client.keys.info({ keyId })).toMatchObject({ longTouchForReset: true });
    for await (const event of await desk.client.keys.reset({ keyId, confirm: 'Key' })) {
      expect(event).toEqual({ type: 'step', step: 'remove', longTouch: true });
      break;
    }
  });

  test('one that takes a reset over NFC alone is left as it is, before anybody takes it out', async () => {
    const key = await desk.key({ resetRules: { transports: ['nfc'] } });
    const keyId = await desk.plug(key);
    expect(await desk.client.keys.info({ keyId })).toMatchObject({ transportsForReset: ['nfc'] });
    const events: ResetEvent[] = [];
    for await (const event of await desk.client.keys.reset({ keyId, confirm: 'Key' })) events.push(event);
    expect(events).toMatchObject([
      { type: 'failed', failure: { code: 'reset-not-over-usb', params: { transports: 'nfc' } } },
    ]);
  });
});
