import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { concat } from '../../../src/ctap/bytes.ts';
import { encode } from '../../../src/ctap/cbor.ts';
import { openChannel } from '../../../src/ctap/hid/channel.ts';
import { BROADCAST, commands } from '../../../src/ctap/hid/packets.ts';
import { rejection } from '../helpers.ts';
import { CHANNEL, type Message, ScriptedKey } from './scriptedKey.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const GET_INFO = Uint8Array.of(0x04);
const OTHER = 0x0badc0de;
const clientPin = (subCommand: number) =>
  Uint8Array.of(
    0x06,
    ...encode(
      new Map([
        [1, 2],
        [2, subCommand],
      ]),
    ),
  );
const KEY_AGREEMENT = clientPin(2);
const TOKEN = clientPin(9);

/** Gives a channel of a test's choice. */
function give(key: ScriptedKey, { channel, payload }: Message, id: number, capabilities = 0x05): void {
  const given = new Uint8Array(4);
  new DataView(given.buffer).setUint32(0, id);
  key.reply(commands.INIT, concat(payload, given, Uint8Array.of(2, 1, 0, 0, capabilities)), channel);
}

const echo = (key: ScriptedKey) => (message: Message) => key.reply(message.command, message.payload, message.channel);

describe('CTAPHID_INIT', () => {
  it('is sent again where the first was not heard', async () => {
    const key = new ScriptedKey();
    const allocate = key.allocate.bind(key);
    let unheard = 2;
    key.allocate = message => unheard-- > 0 || allocate(message);
    const opening = openChannel(key);
    await vi.advanceTimersByTimeAsync(2000);
    expect((await opening).info.protocolVersion).toBe(2);
    expect(key.messages).toHaveLength(3);
  });

  it('may be answered late', async () => {
    const key = new ScriptedKey();
    const allocate = key.allocate.bind(key);
    key.allocate = message => void setTimeout(() => allocate(message), 2500);
    const opening = openChannel(key);
    await vi.advanceTimersByTimeAsync(2500);
    expect((await opening).info.capabilities).toBe(0x05);
  });

  it.each([0x01, 0x04, 0x05, 0x7f])('is sent again where the first was refused with %i', async code => {
    const key = new ScriptedKey();
    const allocate = key.allocate.bind(key);
    let refused = false;
    key.allocate = message => {
      if (refused) return allocate(message);
      refused = true;
      key.reply(commands.ERROR, Uint8Array.of(code), BROADCAST);
    };
    expect((await openChannel(key)).info.protocolVersion).toBe(2);
  });

  it('is given up after three refusals', async () => {
    const key = new ScriptedKey();
    key.allocate = () => key.reply(commands.ERROR, Uint8Array.of(0x7f), BROADCAST);
    expect((await rejection(openChannel(key))).code).toBe('hid-error');
    expect(key.messages).toHaveLength(3);
  });

  it('of a busy key waits for it', async () => {
    const key = new ScriptedKey();
    const allocate = key.allocate.bind(key);
    let busy = 3;
    key.allocate = message => (busy-- > 0 ? key.reply(commands.ERROR, Uint8Array.of(6), BROADCAST) : allocate(message));
    const opening = openChannel(key);
    await vi.runAllTimersAsync();
    expect((await opening).info.protocolVersion).toBe(2);
  });
});

describe('a key that does not know the channel', () => {
  it('gives a new one, and gets the request again there', async () => {
    const key = new ScriptedKey();
    const channel = await openChannel(key);
    key.allocate = message => give(key, message, OTHER);
    key.answer = message =>
      message.channel === CHANNEL
        ? key.reply(commands.ERROR, Uint8Array.of(0x0b), CHANNEL)
        : key.reply(message.command, message.payload, message.channel);
    expect(await channel.cbor(GET_INFO)).toEqual(GET_INFO);
    await channel.ping(Uint8Array.of(1));
    expect(key.messages.map(({ channel: on, command }) => [on, command])).toEqual([
      [BROADCAST, commands.INIT],
      [CHANNEL, commands.CBOR],
      [BROADCAST, commands.INIT],
      [OTHER, commands.CBOR],
      [OTHER, commands.PING],
    ]);
  });

  it('is given up where it does not know the new one either', async () => {
    const key = new ScriptedKey(() => key.error(0x0b));
    const channel = await openChannel(key);
    expect(await rejection(channel.cbor(GET_INFO))).toMatchObject({
      code: 'hid-error',
      params: { hidError: 'ERR_INVALID_CHANNEL' },
    });
    expect(key.commands()).toEqual([commands.CBOR, commands.CBOR]);
  });

  it('gives a new one also when it is to start over after a cancel', async () => {
    const key = new ScriptedKey();
    const channel = await openChannel(key);
    const abort = new AbortController();
    const error = rejection(channel.cbor(GET_INFO, { signal: abort.signal }));
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    await vi.advanceTimersByTimeAsync(1500);
    expect((await error).code).toBe('cancelled');
    key.allocate = message =>
      message.channel === CHANNEL ? key.reply(commands.ERROR, Uint8Array.of(0x0b), CHANNEL) : give(key, message, OTHER);
    key.answer = echo(key);
    expect(await channel.cbor(GET_INFO)).toEqual(GET_INFO);
    expect(key.messages.at(-1)?.channel).toBe(OTHER);
  });

  it('may have been without power, and no PIN goes out under what was agreed before', async () => {
    const key = new ScriptedKey();
    const channel = await openChannel(key);
    key.answer = echo(key);
    await channel.cbor(KEY_AGREEMENT);
    key.allocate = message => give(key, message, OTHER);
    key.answer = message => (message.channel === CHANNEL ? key.error(0x0b) : echo(key)(message));
    expect((await rejection(channel.cbor(TOKEN))).code).toBe('agreement-stale');
    expect(key.messages.filter(({ payload }) => payload[0] === 0x06).map(({ channel: on }) => on)).toEqual([
      CHANNEL,
      CHANNEL,
    ]);
    await channel.cbor(KEY_AGREEMENT);
    expect(await channel.cbor(TOKEN)).toEqual(TOKEN);
  });
});

describe('a request that did not arrive whole', () => {
  it.each([0x04, 0x05])('is sent again after INIT where the key answers error %i', async code => {
    const key = new ScriptedKey();
    const channel = await openChannel(key);
    let lost = true;
    key.answer = message => {
      if (!lost) return key.reply(message.command, message.payload);
      lost = false;
      key.error(code);
    };
    expect(await channel.cbor(Uint8Array.of(0x01, 0xa0))).toEqual(Uint8Array.of(0x01, 0xa0));
    expect(key.commands()).toEqual([commands.CBOR, commands.INIT, commands.CBOR]);
  });

  it.each([0x01, 0x02, 0x03, 0x7f])('is not sent again after error %i, which says something else', async code => {
    const key = new ScriptedKey(() => key.error(code));
    const channel = await openChannel(key);
    expect((await rejection(channel.cbor(Uint8Array.of(0x01, 0xa0)))).code).toBe('hid-error');
    expect(key.commands()).toEqual([commands.CBOR]);
  });
});

describe('a PIN', () => {
  const AGREED: [string, number][] = [
    ['setPIN', 3],
    ['changePIN', 4],
    ['getPinToken', 5],
    ['getPinUvAuthTokenUsingUv', 6],
    ['getPinUvAuthTokenUsingPin', 9],
  ];

  async function agreed() {
    const key = new ScriptedKey();
    key.answer = echo(key);
    const channel = await openChannel(key);
    await channel.cbor(KEY_AGREEMENT);
    return { key, channel };
  }

  it.each(AGREED)('goes out by %s while no other program uses the key', async (_what, subCommand) => {
    const { channel } = await agreed();
    expect(await channel.cbor(clientPin(subCommand))).toEqual(clientPin(subCommand));
  });

  it.each(AGREED)(
    'does not by %s after another program had an answer, until a new agreement',
    async (_what, subCommand) => {
      for (const command of [commands.CBOR, commands.MSG]) {
        const { key, channel } = await agreed();
        key.reply(command, Uint8Array.of(0x31), OTHER);
        const before = key.messages.length;
        expect((await rejection(channel.cbor(clientPin(subCommand)))).code).toBe('agreement-stale');
        expect(key.messages).toHaveLength(before);
        await channel.cbor(KEY_AGREEMENT);
        await channel.cbor(clientPin(subCommand));
      }
    },
  );

  it('does not either when the answer came amid a request of ours', async () => {
    const { key, channel } = await agreed();
    key.answer = message => {
      key.reply(commands.CBOR, new Uint8Array(100), OTHER);
      echo(key)(message);
    };
    await channel.cbor(GET_INFO);
    expect((await rejection(channel.cbor(TOKEN))).code).toBe('agreement-stale');
  });

  it('is not held back by what does not concern the PIN: channels, keep-alives, errors, late answers of our own', async () => {
    const { key, channel } = await agreed();
    key.reply(commands.INIT, new Uint8Array(17), BROADCAST);
    key.reply(commands.KEEPALIVE, Uint8Array.of(2), OTHER);
    key.reply(commands.ERROR, Uint8Array.of(6), OTHER);
    key.reply(commands.CBOR, Uint8Array.of(0), CHANNEL);
    expect(await channel.cbor(TOKEN)).toEqual(TOKEN);
    key.reply(commands.CBOR, Uint8Array.of(0), OTHER);
    expect(await channel.cbor(clientPin(1))).toEqual(clientPin(1));
  });
});

describe('wink', () => {
  async function openWith(capabilities: number) {
    const key = new ScriptedKey();
    key.allocate = message => give(key, message, CHANNEL, capabilities);
    key.answer = echo(key);
    return { key, channel: await openChannel(key) };
  }

  it('is sent to a key that can', async () => {
    const { key, channel } = await openWith(0x05);
    await channel.wink();
    expect(key.commands()).toEqual([commands.WINK]);
  });

  it('is not sent to one that says it cannot', async () => {
    const { key, channel } = await openWith(0x04);
    expect(await rejection(channel.wink())).toMatchObject({ code: 'unsupported', params: { what: 'wink' } });
    expect(key.commands()).toEqual([]);
  });

  it('that a key does not know, whatever it said, is one that it cannot do', async () => {
    const { key, channel } = await openWith(0x05);
    key.answer = () => key.error(0x01);
    expect((await rejection(channel.wink())).params.what).toBe('wink');
    key.answer = () => key.error(0x0a);
    expect(await rejection(channel.wink())).toMatchObject({ params: { hidError: 'ERR_LOCK_REQUIRED' } });
  });
});
