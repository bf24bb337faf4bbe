import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CborMap, type CborValue, encode } from '../../../src/ctap/cbor.ts';
import { openChannel } from '../../../src/ctap/hid/channel.ts';
import { BROADCAST, commands } from '../../../src/ctap/hid/packets.ts';
import { rejection } from '../helpers.ts';
import { ScriptedKey } from './scriptedKey.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const numbered = (...entries: [number, CborValue][]): CborMap => new Map(entries);
const request = (command: number, ...entries: [number, CborValue][]) =>
  Uint8Array.of(command, ...(entries.length === 0 ? [] : encode(numbered(...entries))));

/** Requests for which the user is asked, and what each may take of time without a word from the key, in seconds. */
const touching: [string, Uint8Array][] = [
  ['makeCredential', request(0x01, [1, new Uint8Array(32)])],
  ['getAssertion', request(0x02, [1, 'example.org'])],
  ['getAssertion with another option', request(0x02, [1, 'example.org'], [5, new Map([['uv', true]])])],
  ['reset', request(0x07)],
  ['selection', request(0x0b)],
  ['a token by a finger', request(0x06, [1, 2], [2, 6])],
  ['the first sample of a finger', request(0x09, [1, 1], [2, 1])],
  ['the next sample of a finger', request(0x09, [1, 1], [2, 2])],
  ['a sample by the preview command', request(0x40, [1, 1], [2, 2])],
];
const silentAssertion = request(0x02, [1, 'example.org'], [5, new Map([['up', false]])]);
const others: [string, Uint8Array][] = [
  ['setPIN', request(0x06, [1, 2], [2, 3])],
  ['a token by the PIN', request(0x06, [1, 2], [2, 9])],
  ['credential management', request(0x0a, [1, 6])],
  ['the name of a finger', request(0x09, [1, 1], [2, 5])],
  ['large blobs', request(0x0c, [1, 10])],
  ['configuration', request(0x0d, [1, 2])],
  ['a command of a vendor', request(0x50)],
  ['a request that is no CBOR', Uint8Array.of(0x06, 0xff)],
];

/** A key that gives channels as long as `lives`, and answers nothing else by itself. */
async function open(lives = true) {
  const key = new ScriptedKey();
  const channel = await openChannel(key);
  const allocate = key.allocate.bind(key);
  key.allocate = message => lives && allocate(message);
  return { key, channel, probes: () => key.messages.filter(({ channel: on }) => on === BROADCAST).length - 1 };
}

/** Starts a request, and tells how it has ended so far. */
function start(channel: Awaited<ReturnType<typeof open>>['channel'], payload: Uint8Array) {
  const heard: string[] = [];
  const run = { heard, outcome: undefined as unknown };
  channel.cbor(payload, { onKeepAlive: status => heard.push(status) }).then(
    answer => {
      run.outcome = answer;
    },
    error => {
      run.outcome = error.code;
    },
  );
  return run;
}

describe('a key that says nothing while it works', () => {
  it.each([...touching, ['getAssertion without a touch', silentAssertion] as [string, Uint8Array]])(
    'is waited for two minutes by %s, as long as it shows that it lives',
    async (_what, payload) => {
      const { key, channel, probes } = await open();
      const run = start(channel, payload);
      await vi.advanceTimersByTimeAsync(119_000);
      expect(run.outcome).toBeUndefined();
      key.reply(commands.CBOR, Uint8Array.of(0));
      await vi.advanceTimersByTimeAsync(0);
      expect(run.outcome).toEqual(Uint8Array.of(0));
      // Keys have few channels to give.
      expect(probes()).toBe(6);
    },
  );

  it.each(touching)('that does not even show that is waited for half a minute by %s', async (_what, payload) => {
    const { key, channel } = await open(false);
    const run = start(channel, payload);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(run.outcome).toBeUndefined();
    key.reply(commands.CBOR, Uint8Array.of(0));
    await vi.advanceTimersByTimeAsync(0);
    expect(run.outcome).toEqual(Uint8Array.of(0));
  });

  it('that does not even show that is waited for 12 seconds where it was asked not to wait for a touch', async () => {
    const { channel } = await open(false);
    const run = start(channel, silentAssertion);
    await vi.advanceTimersByTimeAsync(11_999);
    expect(run.outcome).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(run.outcome).toBe('no-answer');
  });

  it.each(others)(
    'is waited for half a minute by %s, and 12 seconds where it shows nothing',
    async (_what, payload) => {
      for (const [lives, seconds] of [
        [true, 30],
        [false, 12],
      ] as const) {
        const { channel } = await open(lives);
        const run = start(channel, payload);
        await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
        expect(run.outcome).toBeUndefined();
        await vi.advanceTimersByTimeAsync(1);
        expect(run.outcome).toBe('no-answer');
      }
    },
  );

  it.each([
    ['getInfo', request(0x04)],
    ['the tries that are left for the PIN', request(0x06, [1, 2], [2, 1])],
    ['the tries that are left for the finger', request(0x06, [1, 2], [2, 7])],
  ])('is waited for 3 seconds by %s', async (_what, payload) => {
    const { channel } = await open();
    const run = start(channel, payload);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(run.outcome).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(run.outcome).toBe('no-answer');
  });

  it('is given up at last', async () => {
    for (const [lives, seconds] of [
      [true, 120],
      [false, 30],
    ] as const) {
      const { channel } = await open(lives);
      const run = start(channel, request(0x07));
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
      expect(run.outcome).toBeUndefined();
      await vi.advanceTimersByTimeAsync(1);
      expect(run.outcome).toBe('no-answer');
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  it('lives too when it answers that it is busy', async () => {
    const { key, channel } = await open();
    key.allocate = () => key.reply(commands.ERROR, Uint8Array.of(6), BROADCAST);
    const run = start(channel, request(0x01));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(run.outcome).toBeUndefined();
  });

  it('does not live by the channel that another program got', async () => {
    const { key, channel } = await open();
    key.allocate = () => key.reply(commands.INIT, new Uint8Array(17), BROADCAST);
    const run = start(channel, request(0x01));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(run.outcome).toBe('no-answer');
  });

  it('has all its time again after a keep-alive', async () => {
    const { key, channel } = await open(false);
    const run = start(channel, request(0x01));
    for (let i = 0; i < 4; i++) {
      await vi.advanceTimersByTimeAsync(29_000);
      key.keepAlive(1);
    }
    expect(run.outcome).toBeUndefined();
  });

  it('that answered another channel with what was asked here is given up as if it showed nothing', async () => {
    const { key, channel } = await open();
    const run = start(channel, request(0x0a, [1, 1]));
    key.answer = () => undefined;
    await vi.advanceTimersByTimeAsync(0);
    key.reply(commands.CBOR, Uint8Array.of(0), 0x0badc0de);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(run.outcome).toBe('hid-wrong-channel');
  });

  it('is asked whether it lives after the request went out whole', async () => {
    const { key, channel } = await open();
    const send = key.send.bind(key);
    const stuck = Promise.withResolvers<void>();
    let reports = 0;
    key.send = async report => {
      if (++reports === 2) await stuck.promise;
      return send(report);
    };
    const run = start(channel, Uint8Array.of(0x01, ...new Uint8Array(200)));
    await vi.advanceTimersByTimeAsync(4000);
    stuck.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(key.messages.slice(1).map(({ command }) => command)).toEqual([commands.CBOR, commands.INIT]);
    expect(run.outcome).toBeUndefined();
  });

  it('is not asked by CTAPHID’s own commands, nor by getInfo', async () => {
    for (const ask of [
      (on: Awaited<ReturnType<typeof open>>['channel']) => on.ping(new Uint8Array(1)),
      (on: Awaited<ReturnType<typeof open>>['channel']) => on.cbor(request(0x04)),
    ]) {
      const { channel, probes } = await open();
      const error = rejection(ask(channel));
      await vi.advanceTimersByTimeAsync(3000);
      expect((await error).code).toBe('no-answer');
      expect(probes()).toBe(0);
    }
  });
});

describe('a touch that a key does not ask for', () => {
  it.each(touching)(
    'is asked for after a second by %s, whether the key says processing or nothing',
    async (_what, payload) => {
      for (const processing of [true, false]) {
        const { key, channel } = await open();
        const run = start(channel, payload);
        for (let i = 1; i <= 9; i++) {
          await vi.advanceTimersByTimeAsync(100);
          if (processing) key.keepAlive(1);
        }
        expect(run.heard).toEqual(processing ? ['processing'] : []);
        await vi.advanceTimersByTimeAsync(100);
        for (let i = 1; i <= 20; i++) {
          key.keepAlive(1);
          await vi.advanceTimersByTimeAsync(100);
        }
        expect(run.heard).toEqual(processing ? ['processing', 'upneeded'] : ['upneeded']);
        key.reply(commands.CBOR, Uint8Array.of(0));
        await vi.advanceTimersByTimeAsync(0);
        expect(run.outcome).toEqual(Uint8Array.of(0));
        expect(vi.getTimerCount()).toBe(0);
      }
    },
  );

  it('is asked for after four seconds where none was wanted', async () => {
    const { key, channel } = await open();
    const run = start(channel, silentAssertion);
    await vi.advanceTimersByTimeAsync(0);
    key.keepAlive(1);
    await vi.advanceTimersByTimeAsync(3999);
    expect(run.heard).toEqual(['processing']);
    await vi.advanceTimersByTimeAsync(1);
    expect(run.heard).toEqual(['processing', 'upneeded']);
  });

  it.each(others)('is not asked for by %s', async (_what, payload) => {
    const { key, channel } = await open();
    const run = start(channel, payload);
    for (let i = 1; i <= 50; i++) {
      key.keepAlive(1);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(run.heard).toEqual(['processing']);
  });

  it('is asked for once where the key asks later, and taken back when the key says so', async () => {
    const { key, channel } = await open();
    const run = start(channel, request(0x01));
    await vi.advanceTimersByTimeAsync(0);
    key.keepAlive(1);
    await vi.advanceTimersByTimeAsync(1500);
    key.keepAlive(2);
    await vi.advanceTimersByTimeAsync(100);
    key.keepAlive(1);
    await vi.advanceTimersByTimeAsync(499);
    expect(run.heard).toEqual(['processing', 'upneeded']);
    await vi.advanceTimersByTimeAsync(1);
    expect(run.heard).toEqual(['processing', 'upneeded', 'processing']);
    await vi.advanceTimersByTimeAsync(5000);
    expect(run.heard).toEqual(['processing', 'upneeded', 'processing']);
  });

  it('stays asked for where the key alternates between both', async () => {
    const { key, channel } = await open();
    const run = start(channel, request(0x01));
    await vi.advanceTimersByTimeAsync(0);
    for (let i = 0; i < 20; i++) {
      key.keepAlive(1 + (i % 2));
      await vi.advanceTimersByTimeAsync(100);
    }
    key.reply(commands.CBOR, Uint8Array.of(0));
    await vi.advanceTimersByTimeAsync(0);
    expect(run.heard).toEqual(['processing', 'upneeded']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is asked for after the time that the channel was opened with', async () => {
    const key = new ScriptedKey();
    const channel = await openChannel(key, { touchAfter: 10 });
    const run = start(channel, request(0x0b));
    await vi.advanceTimersByTimeAsync(10);
    expect(run.heard).toEqual(['upneeded']);
  });

  it('is asked for from when the key has the request', async () => {
    const { key, channel } = await open();
    const first = start(channel, request(0x0a, [1, 1]));
    const second = start(channel, request(0x01));
    await vi.advanceTimersByTimeAsync(2000);
    expect(second.heard).toEqual([]);
    key.reply(commands.CBOR, Uint8Array.of(0));
    await vi.advanceTimersByTimeAsync(999);
    expect([first.heard, second.heard]).toEqual([[], []]);
    await vi.advanceTimersByTimeAsync(1);
    expect(second.heard).toEqual(['upneeded']);
  });

  it('is not asked for while another program has the key', async () => {
    const { key, channel } = await open();
    key.answer = () => key.error(0x06);
    const run = start(channel, request(0x01));
    await vi.advanceTimersByTimeAsync(1500);
    expect(run.heard).toEqual([]);
  });

  it('is no longer asked for once the request is canceled or has failed', async () => {
    const { channel } = await open();
    const abort = new AbortController();
    const heard: string[] = [];
    const error = rejection(
      channel.cbor(request(0x01), { signal: abort.signal, onKeepAlive: status => heard.push(status) }),
    );
    await vi.advanceTimersByTimeAsync(500);
    abort.abort();
    await vi.advanceTimersByTimeAsync(5000);
    expect((await error).code).toBe('cancelled');
    expect(heard).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
