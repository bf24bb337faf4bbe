import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concat, toHex } from '../../../src/ctap/bytes.ts';
import { openChannel } from '../../../src/ctap/hid/channel.ts';
import { BROADCAST, commands, fragment } from '../../../src/ctap/hid/packets.ts';
import { rejection } from '../helpers.ts';
import { CHANNEL, type Message, ScriptedKey } from './scriptedKey.ts';

const GET_INFO = Uint8Array.of(0x04);
const CANCELLED = Uint8Array.of(0x2d);
const long = (length: number) => Uint8Array.from({ length }, (_, i) => i);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A key that echoes every message, and the host's channel on it. */
async function open(answer?: (message: Message, key: ScriptedKey) => void) {
  const key: ScriptedKey = new ScriptedKey(message => {
    if (answer === undefined) key.reply(message.command, message.payload);
    else answer(message, key);
  });
  return { key, channel: await openChannel(key) };
}

describe('openChannel', () => {
  it('asks once on the broadcast channel and takes what the key gives', async () => {
    const { key, channel } = await open();
    expect(channel.info).toEqual({ protocolVersion: 2, deviceVersion: [5, 4, 3], capabilities: 5 });
    expect(key.messages.map(({ channel: id, command, payload }) => [id, command, payload.length])).toEqual([
      [BROADCAST, commands.INIT, 8],
    ]);
    await channel.ping(Uint8Array.of(1));
    expect(key.messages.at(-1)?.channel).toBe(CHANNEL);
  });

  it('passes over the answer to another nonce', async () => {
    const key = new ScriptedKey();
    const allocate = key.allocate.bind(key);
    key.allocate = message => {
      key.reply(commands.INIT, concat(new Uint8Array(8), Uint8Array.of(9, 9, 9, 9, 2, 0, 0, 0, 0)), BROADCAST);
      allocate(message);
    };
    key.answer = message => key.reply(message.command, message.payload);
    await (await openChannel(key)).ping(new Uint8Array());
    expect(key.messages.at(-1)?.channel).toBe(CHANNEL);
  });

  it.each([
    ['too short an answer', (nonce: Uint8Array) => concat(nonce, Uint8Array.of(1, 2, 3, 4))],
    ['the broadcast channel', (nonce: Uint8Array) => concat(nonce, new Uint8Array(9).fill(0xff))],
    ['channel 0', (nonce: Uint8Array) => concat(nonce, new Uint8Array(9))],
  ])('refuses %s', async (_what, respond) => {
    const key = new ScriptedKey();
    key.allocate = ({ payload }) => key.reply(commands.INIT, respond(payload), BROADCAST);
    expect(await rejection(openChannel(key))).toMatchObject({
      code: 'response-malformed',
      params: { member: 'CTAPHID_INIT' },
    });
  });

  it('gives up on a key that says nothing', async () => {
    const key = new ScriptedKey();
    key.allocate = () => undefined;
    const error = rejection(openChannel(key));
    await vi.advanceTimersByTimeAsync(3000);
    expect((await error).code).toBe('no-answer');
  });
});

describe('a transaction', () => {
  it('carries messages of any length both ways', async () => {
    const { channel } = await open();
    for (const length of [0, 57, 58, 7609]) expect(await channel.ping(long(length))).toEqual(long(length));
  });

  it('sends nothing of a message that is too long', async () => {
    const { key, channel } = await open();
    expect((await rejection(channel.ping(long(7610)))).code).toBe('hid-message-too-long');
    expect(key.commands()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for its turn', async () => {
    const asked: string[] = [];
    const { key, channel } = await open(({ payload }) => void asked.push(toHex(payload)));
    const both = [channel.cbor(Uint8Array.of(1)), channel.cbor(Uint8Array.of(2))];
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['01']);
    key.reply(commands.CBOR, Uint8Array.of(0xa1));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['01', '02']);
    key.reply(commands.CBOR, Uint8Array.of(0xa2));
    expect((await Promise.all(both)).map(toHex)).toEqual(['a1', 'a2']);
  });

  it('counts transactions by name, and reports', async () => {
    const { key, channel } = await open((message, on) => {
      on.keepAlive(1);
      on.reply(message.command, message.payload);
    });
    await channel.ping(long(100));
    await channel.wink();
    await channel.lock(3);
    expect(key.messages.at(-1)).toEqual({ channel: CHANNEL, command: commands.LOCK, payload: Uint8Array.of(3) });
    expect(channel.counts()).toEqual({
      transactions: { INIT: 1, PING: 1, WINK: 1, LOCK: 1 },
      reports: { out: 5, in: 5, keepalive: 3 },
    });
  });

  it('tells each change of the keep-alive status once, and waits as long as they come', async () => {
    const statuses: string[] = [];
    const { key, channel } = await open(() => undefined);
    const answer = channel.cbor(GET_INFO, { onKeepAlive: status => statuses.push(status) });
    for (const status of [1, 1, 2, 2, 2, 1, 7]) {
      await vi.advanceTimersByTimeAsync(2999);
      key.keepAlive(status);
    }
    key.reply(commands.CBOR, Uint8Array.of(0));
    expect(await answer).toEqual(Uint8Array.of(0));
    expect(statuses).toEqual(['processing', 'upneeded', 'processing', '7']);
  });

  it('ends in no-answer after three seconds of silence', async () => {
    const { channel } = await open(() => undefined);
    let ended = false;
    const error = rejection(channel.cbor(GET_INFO)).finally(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(2999);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await error).code).toBe('no-answer');
  });

  it('does not take the answer to another channel, and says so when no other comes', async () => {
    const { channel } = await open((message, key) => key.reply(message.command, message.payload, 0x0badc0de));
    const error = rejection(channel.cbor(GET_INFO));
    await vi.advanceTimersByTimeAsync(3000);
    expect((await error).code).toBe('hid-wrong-channel');
  });

  it('is not disturbed by the traffic of other channels', async () => {
    const { channel } = await open((message, key) => {
      key.reply(commands.CBOR, long(200), 0x0badc0de);
      key.reply(message.command, long(200), CHANNEL, reports => {
        const foreign = fragment(0x0badc0de, commands.KEEPALIVE, Uint8Array.of(1));
        return reports.flatMap(report => [...foreign, report]);
      });
    });
    expect(await channel.cbor(GET_INFO)).toEqual(long(200));
  });

  it.each([
    ['lost', (reports: Uint8Array[]) => reports.toSpliced(1, 1)],
    ['repeated', (reports: Uint8Array[]) => reports.toSpliced(1, 0, ...reports.slice(1, 2))],
  ])('refuses an answer with a packet %s', async (_what, damage) => {
    const { channel } = await open((message, key) => key.reply(message.command, long(300), CHANNEL, damage));
    expect((await rejection(channel.cbor(GET_INFO))).code).toBe('hid-sequence');
  });

  it('refuses an answer longer than any message', async () => {
    const { channel } = await open((_message, key) =>
      key.reply(commands.CBOR, long(64), CHANNEL, ([first = new Uint8Array()]) => [first.with(5, 0xff)]),
    );
    expect(await rejection(channel.cbor(GET_INFO))).toMatchObject({ code: 'hid-message-too-long' });
  });

  it.each([
    [0x01, 'ERR_INVALID_CMD'],
    [0x7f, 'ERR_OTHER'],
    [0x55, 0x55],
  ])('ends in hid-error on error frame %i', async (code, hidError) => {
    const { key, channel } = await open((_message, on) => on.error(code));
    expect(await rejection(channel.cbor(GET_INFO))).toMatchObject({ code: 'hid-error', params: { hidError } });
    key.answer = message => key.reply(message.command, message.payload);
    await channel.ping(new Uint8Array());
    expect(key.commands()).toEqual([commands.CBOR, commands.PING]);
  });
});

describe('a busy key', () => {
  it('is asked again', async () => {
    let busy = 3;
    const { channel } = await open((message, key) => {
      if (busy-- > 0) key.error(0x06);
      else key.reply(message.command, message.payload);
    });
    const answer = channel.ping(Uint8Array.of(1));
    await vi.runAllTimersAsync();
    expect(await answer).toEqual(Uint8Array.of(1));
    expect(channel.counts().transactions.PING).toBe(4);
  });

  it('is given up after a bounded number of attempts', async () => {
    const { channel } = await open((_message, key) => key.error(0x06));
    const error = rejection(channel.ping(new Uint8Array()));
    await vi.runAllTimersAsync();
    expect((await error).code).toBe('channel-busy');
    expect(channel.counts().transactions.PING).toBe(6);
  });

  it('can be canceled between attempts', async () => {
    const { channel } = await open((_message, key) => key.error(0x06));
    const abort = new AbortController();
    const error = rejection(channel.ping(new Uint8Array(), { signal: abort.signal }));
    await vi.advanceTimersByTimeAsync(10);
    abort.abort();
    expect((await error).code).toBe('cancelled');
  });
});

describe('cancel', () => {
  it('sends CTAPHID_CANCEL and gives the answer of the canceled command', async () => {
    const { key, channel } = await open((message, on) => {
      if (message.command === commands.CANCEL) on.reply(commands.CBOR, CANCELLED);
      else on.keepAlive(2);
    });
    const abort = new AbortController();
    const answer = channel.cbor(GET_INFO, { signal: abort.signal });
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    expect(await answer).toEqual(CANCELLED);
    expect(key.commands()).toEqual([commands.CBOR, commands.CANCEL]);
    key.answer = message => key.reply(message.command, message.payload);
    await channel.ping(new Uint8Array());
    expect(key.commands()).toEqual([commands.CBOR, commands.CANCEL, commands.PING]);
  });

  it('lets the request out whole before it', async () => {
    const { key, channel } = await open((message, on) => {
      if (message.command === commands.CANCEL) on.reply(commands.CBOR, CANCELLED);
    });
    const abort = new AbortController();
    const send = key.send.bind(key);
    let reports = 0;
    key.send = report => {
      if (++reports === 3) abort.abort();
      return send(report);
    };
    expect(await channel.cbor(long(500), { signal: abort.signal })).toEqual(CANCELLED);
    expect(key.commands()).toEqual([commands.CBOR, commands.CANCEL]);
  });

  it('ends in cancelled when the key does not answer any more, and drops an answer that comes late', async () => {
    const { key, channel } = await open(() => undefined);
    const abort = new AbortController();
    const error = rejection(channel.cbor(GET_INFO, { signal: abort.signal }));
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    await vi.advanceTimersByTimeAsync(1500);
    expect((await error).code).toBe('cancelled');

    const allocate = key.allocate.bind(key);
    key.allocate = message => {
      key.reply(commands.CBOR, long(200));
      allocate(message);
    };
    key.answer = message => key.reply(message.command, message.payload);
    expect(await channel.cbor(Uint8Array.of(7))).toEqual(Uint8Array.of(7));
    expect(key.commands()).toEqual([commands.CBOR, commands.CANCEL, commands.INIT, commands.CBOR]);
    expect(key.messages.at(-2)?.channel).toBe(CHANNEL);
  });

  it('asks nothing of the key when the signal was aborted before', async () => {
    const { key, channel } = await open();
    expect((await rejection(channel.cbor(GET_INFO, { signal: AbortSignal.abort() }))).code).toBe('cancelled');
    expect(key.commands()).toEqual([]);
  });
});

describe('a key that leaves', () => {
  it('ends the running transaction, those in the queue and all later ones', async () => {
    const { key, channel } = await open((_message, on) => {
      on.reply(commands.CBOR, long(300), CHANNEL, reports => reports.slice(0, 2));
      on.pullOut();
    });
    const running = [rejection(channel.cbor(GET_INFO)), rejection(channel.cbor(GET_INFO))];
    expect((await Promise.all(running)).map(error => error.code)).toEqual(['transport-closed', 'transport-closed']);
    expect(await rejection(channel.cbor(GET_INFO))).toMatchObject({ code: 'transport-closed' });
    expect(key.commands()).toEqual([commands.CBOR]);
  });

  it('ends a transaction whose reports are still on their way out', async () => {
    const { key, channel } = await open();
    const stuck = Promise.withResolvers<void>();
    key.send = () => stuck.promise;
    const error = rejection(channel.cbor(GET_INFO));
    await vi.advanceTimersByTimeAsync(0);
    key.pullOut();
    await vi.advanceTimersByTimeAsync(0);
    stuck.reject(new Error('EIO'));
    expect((await error).code).toBe('transport-closed');
  });

  it('is noticed when a report cannot be sent', async () => {
    const { key, channel } = await open();
    const cause = new Error('EIO');
    key.send = () => Promise.reject(cause);
    expect(await rejection(channel.cbor(GET_INFO))).toMatchObject({ code: 'transport-closed', cause });
  });

  it('is closed by close', async () => {
    const { key, channel } = await open(() => undefined);
    const error = rejection(channel.cbor(GET_INFO));
    await vi.advanceTimersByTimeAsync(0);
    await channel.close();
    expect((await error).code).toBe('transport-closed');
    expect(key.closed).toBe(true);
  });
});

describe('what a caller can rely on', () => {
  it('is that a signal aborted before sends nothing, also while the channel is opened', async () => {
    const { key, channel } = await open();
    const { signal } = { signal: AbortSignal.abort() };
    const sent = key.messages.length;
    expect((await rejection(channel.ping(GET_INFO, { signal }))).code).toBe('cancelled');
    expect(key.messages).toHaveLength(sent);
    const other = new ScriptedKey();
    expect((await rejection(openChannel(other, { signal }))).code).toBe('cancelled');
    expect(other.messages).toEqual([]);
  });

  it('is that no listener stays on its signal', async () => {
    const { channel } = await open();
    const { signal } = new AbortController();
    await channel.ping(GET_INFO, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is that CBOR by its name asks for a touch as `cbor` does', async () => {
    const { channel } = await open((message, key) => {
      key.keepAlive(2);
      key.reply(message.command, message.payload);
    });
    const told: string[] = [];
    await channel.transact('CBOR', Uint8Array.of(0x01), { onKeepAlive: status => told.push(status) });
    expect(told).toEqual(['upneeded']);
  });

  it('is that a canceled request says whether the key has answered it', async () => {
    const { channel } = await open(() => undefined);
    const cancel = new AbortController();
    const error = rejection(channel.cbor(GET_INFO, { signal: cancel.signal }));
    await vi.advanceTimersByTimeAsync(10);
    cancel.abort();
    await vi.advanceTimersByTimeAsync(1500);
    expect(await error).toMatchObject({ code: 'cancelled', params: { answered: false } });
  });
});
