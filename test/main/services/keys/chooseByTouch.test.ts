import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import type { KeyChoiceEvent } from '../../../../src/contract/keys/management.ts';
import { chooseByTouch } from '../../../../src/main/services/keys/chooseByTouch.ts';
import type { KeyHost } from '../../../../src/main/services/keys/keyHost.ts';
import type { Keys } from '../../../../src/main/services/keys/keys.ts';
import { createKeys } from '../../../../src/main/services/keys/keysOfHost.ts';
import { createSoftwareKey, type SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type Bus, createBus, hostOn } from './hostHere.ts';

/** CTAP2_ERR_OPERATION_DENIED to authenticatorSelection. */
const REFUSED = { command: 0x0b, status: 0x27 };
/** CTAP1_ERR_INVALID_COMMAND to the same. */
const UNKNOWN = { command: 0x0b, status: 0x01 };

describe('one of several keys', () => {
  let bus: Bus;
  let host: KeyHost;
  let keys: Keys;
  let made: SoftwareKey[];
  beforeEach(async () => {
    bus = createBus();
    host = hostOn(bus);
    keys = createKeys(host);
    made = [];
  });
  afterEach(async () => {
    await host.close();
    await Promise.all(made.map(key => key.close()));
  });

  async function plug(...profiles: ('full' | 'legacy')[]) {
    for (const [port, profile] of profiles.entries()) {
      const key = await createSoftwareKey({ profile, touch: 'manual', touchTimeout: 200 });
      made.push(key);
      bus.plug(`/dev/hidraw${port}`, key);
    }
    await host.look();
    return made;
  }
  const idOf = (port: number) => `hid:/dev/hidraw${port}`;
  const waiting = (key: SoftwareKey | undefined) =>
    vi.waitUntil(() => key?.state().waitingForTouch, { interval: 2, timeout: 15_000 });

  async function chosen(signal?: AbortSignal): Promise<KeyChoiceEvent[]> {
    const events: KeyChoiceEvent[] = [];
    for await (const event of chooseByTouch(keys, signal)) events.push(event);
    return events;
  }

  test('is chosen by its touch, and no other one waits any longer', async () => {
    const [first, second, third] = await plug('full', 'full', 'full');
    const choice = chosen();
    await Promise.all([first, second, third].map(waiting));
    second?.touch();
    const events = await choice;
    expect(events.filter(({ type }) => type === 'touch')).toHaveLength(3);
    expect(events.at(-1)).toEqual({ type: 'chosen', keyId: idOf(1) });
    expect(made.map(key => key.state().waitingForTouch)).toEqual([false, false, false]);
    await keys.details(idOf(0));
  });

  test('is chosen by its name where it knows no choice by touch; the others wait on', async () => {
    const [, second] = await plug('legacy', 'full');
    const choice = chosen();
    await waiting(second);
    second?.touch();
    const events = await choice;
    expect(events).toContainEqual({
      type: 'apart',
      keyId: idOf(0),
      failure: expect.objectContaining({ code: 'key-not-by-touch', params: { keyId: idOf(0) } }),
    });
    expect(events.at(-1)).toEqual({ type: 'chosen', keyId: idOf(1) });
  });

  test('that knows no choice by touch is to be named, and the words say how', () => {
    const { message, next } = wordsFor({ code: 'key-not-by-touch', params: { keyId: 'udp:1:2' } }, 'command');
    expect(message).toContain('cannot be chosen by touch');
    expect(next).toContain('--key udp:1:2');
  });

  const spoiled: readonly [string, (key: SoftwareKey) => void, string][] = [
    ['speaks U2F alone', ({ faults }) => Object.assign(faults, { u2fOnly: true }), 'key-not-fido2'],
    ['refuses', ({ faults }) => Object.assign(faults, { statusOnCommand: REFUSED }), 'touch-denied'],
    [
      'lists CTAP 2.1 without knowing the command',
      ({ faults }) => Object.assign(faults, { statusOnCommand: UNKNOWN }),
      'key-not-by-touch',
    ],
    ['goes', key => key.powerOff(), 'key-removed'],
  ];
  test.each(spoiled)('that %s stops no other one', async (_, spoil, code) => {
    const [first, second] = await plug('full', 'full');
    if (first !== undefined) spoil(first);
    const choice = chosen();
    await waiting(second);
    second?.touch();
    const events = await choice;
    expect(events).toContainEqual({ type: 'apart', keyId: idOf(0), failure: expect.objectContaining({ code }) });
    expect(events.at(-1)).toEqual({ type: 'chosen', keyId: idOf(1) });
  });

  test('that is in use here is left alone', async () => {
    const [, second] = await plug('full', 'full');
    const open = await keys.open(idOf(0));
    const choice = chosen();
    await waiting(second);
    second?.touch();
    expect(await choice).toContainEqual({
      type: 'apart',
      keyId: idOf(0),
      failure: expect.objectContaining({ code: 'key-in-use' }),
    });
    open.close();
  });

  test('is not waited for once the choice is canceled', async () => {
    const [first, second] = await plug('full', 'full');
    const abort = new AbortController();
    const choice = chosen(abort.signal);
    await Promise.all([first, second].map(waiting));
    abort.abort();
    expect((await choice).at(-1)).toMatchObject({ type: 'failed', failure: { code: 'cancelled' } });
    expect(made.map(key => key.state().waitingForTouch)).toEqual([false, false]);
  });

  test('cannot be chosen if no key is touched, or none supports it', async () => {
    await plug('full', 'full');
    expect((await chosen()).at(-1)).toMatchObject({ failure: { code: 'touch-timeout' } });
    for (const key of made) key.faults.u2fOnly = true;
    expect((await chosen()).at(-1)).toMatchObject({ failure: { code: 'several-keys', params: { count: 2 } } });
  });

  test('needs no touch where there is only one; and there must be one', async () => {
    expect(await chosen()).toMatchObject([{ type: 'failed', failure: { code: 'no-key' } }]);
    await plug('legacy');
    expect(await chosen()).toEqual([{ type: 'chosen', keyId: idOf(0) }]);
  });
});
