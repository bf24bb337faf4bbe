import { describe, expect, test } from 'vitest';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { ERROR, hid, KEEPALIVE, RawHost, reports } from './raw.ts';

const SELECTION = Uint8Array.of(0x0b);
const code = { CMD: 1, PAR: 2, LEN: 3, SEQ: 4, TIMEOUT: 5, BUSY: 6, CHANNEL: 11 };

async function twoHosts(touch: 'auto' | 'manual' = 'auto') {
  const key = await createSoftwareKey({ profile: 'full', touch });
  const host = new RawHost(key.connect());
  const { data } = await host.init();
  return { key, host, data, channel: host.channel };
}

/** Sends reports one by one and gives the answer's command and first byte. */
async function send(host: RawHost, ...list: (Uint8Array | undefined)[]): Promise<(number | undefined)[]> {
  for (const report of list) if (report !== undefined) await host.transport.send(report);
  const { command, data } = await host.next();
  return [command, data[0]];
}

describe('the CTAPHID side of the software key', () => {
  test('gives channels: nonce, id, version 2, and U2F beside CTAP2', async () => {
    const { host, data, channel } = await twoHosts();
    expect([...data.subarray(0, 8)]).toEqual(new Array(8).fill(7));
    expect([...data.subarray(12)]).toEqual([2, 1, 0, 0, 0x05]);
    await host.init();
    expect(host.channel).not.toBe(channel);
  });

  test('echoes pings of any size, and winks', async () => {
    const { host } = await twoHosts();
    for (const size of [0, 1, 57, 58, 1024, 7609]) {
      const data = Uint8Array.from({ length: size }, (_, i) => i & 0xff);
      expect(await host.ask(hid.PING, data)).toEqual({ channel: host.channel, command: hid.PING, data });
    }
    expect((await host.ask(hid.WINK, new Uint8Array())).command).toBe(hid.WINK);
  });

  test.each<[string, number | undefined, number, Uint8Array, number]>([
    ['an unknown command', undefined, 0x22, new Uint8Array(1), code.CMD],
    ['an empty MSG (11.2.9.1.1)', undefined, hid.MSG, new Uint8Array(), code.LEN],
    ['an empty CBOR', undefined, hid.CBOR, new Uint8Array(), code.LEN],
    ['a WINK with data', undefined, hid.WINK, new Uint8Array(1), code.LEN],
    ['a LOCK without seconds', undefined, hid.LOCK, new Uint8Array(), code.LEN],
    ['a LOCK of 11 seconds', undefined, hid.LOCK, Uint8Array.of(11), code.PAR],
    ['an INIT with a short nonce', 0xffffffff, hid.INIT, new Uint8Array(7), code.LEN],
    ['a channel that was never given', 0x1234, hid.PING, new Uint8Array(), code.CHANNEL],
    ['channel 0', 0, hid.PING, new Uint8Array(), code.CHANNEL],
    ['a PING to everybody', 0xffffffff, hid.PING, new Uint8Array(), code.CHANNEL],
  ])('refuses %s', async (_what, channel, command, data, error) => {
    const { host } = await twoHosts();
    expect(await host.ask(command, data, channel)).toMatchObject({ command: ERROR, data: Uint8Array.of(error) });
  });

  test('refuses a message that is too long, out of order, begun twice or never finished', async () => {
    const { host, channel } = await twoHosts();
    const [first, second, third] = reports(channel, hid.PING, new Uint8Array(150));
    expect(await send(host, ...reports(channel, hid.PING, new Uint8Array(), 7610))).toEqual([ERROR, code.LEN]);
    expect(await send(host, first, third)).toEqual([ERROR, code.SEQ]);
    expect(await send(host, first, first)).toEqual([ERROR, code.SEQ]);
    expect(await send(host, first)).toEqual([ERROR, code.TIMEOUT]);
    expect(await send(host, second, first, second, third)).toEqual([hid.PING, 0]);
  });

  test('serves one channel at a time, and INIT starts a channel over', async () => {
    const { key, host, channel } = await twoHosts('manual');
    const other = await RawHost.open(key);
    const [first, second] = reports(channel, hid.PING, new Uint8Array(80).fill(9));
    const [foreign] = reports(other.channel, hid.PING, new Uint8Array(80)).slice(1);
    await host.transport.send(first ?? new Uint8Array());
    expect(await other.ask(hid.PING, new Uint8Array())).toMatchObject({
      command: ERROR,
      data: Uint8Array.of(code.BUSY),
    });
    expect(await send(host, foreign, second)).toEqual([hid.PING, 9]);
    await host.transport.send(first ?? new Uint8Array());
    expect(await host.ask(hid.INIT, new Uint8Array(8))).toMatchObject({ command: hid.INIT, channel });
    expect((await host.ask(hid.PING, Uint8Array.of(3))).data).toEqual(Uint8Array.of(3));
  });

  test('keeps a lock for one channel', async () => {
    const { key, host } = await twoHosts();
    const other = await RawHost.open(key);
    await host.ask(hid.LOCK, Uint8Array.of(10));
    expect(await other.ask(hid.PING, new Uint8Array())).toMatchObject({
      command: ERROR,
      data: Uint8Array.of(code.BUSY),
    });
    await host.ask(hid.LOCK, Uint8Array.of(0));
    expect((await other.ask(hid.PING, new Uint8Array())).command).toBe(hid.PING);
  });

  test('tells that it waits for a touch, and gives up on CANCEL, which has no answer of its own', async () => {
    const { key, host, channel } = await twoHosts('manual');
    for (const report of reports(0x1234, hid.CANCEL, new Uint8Array())) await host.transport.send(report);
    for (const report of reports(channel, hid.CBOR, SELECTION)) await host.transport.send(report);
    expect(await host.next(true)).toMatchObject({ command: KEEPALIVE, data: Uint8Array.of(2) });
    expect(await host.ask(hid.CANCEL, new Uint8Array())).toMatchObject({
      command: hid.CBOR,
      data: Uint8Array.of(0x2d),
    });
    expect(key.state().waitingForTouch).toBe(false);
    for (const report of reports(channel, hid.CBOR, SELECTION)) await host.transport.send(report);
    expect(await host.next(true)).toMatchObject({ command: KEEPALIVE });
    key.touch();
    expect(await host.next()).toMatchObject({ command: hid.CBOR, data: Uint8Array.of(0) });
  });

  test('goes and comes back with a power cycle, its channels forgotten', async () => {
    const { key, host, channel } = await twoHosts();
    const gone = new Promise(resolve => host.transport.onClosed(resolve));
    key.powerOff();
    expect(await gone).toBeInstanceOf(Error);
    await expect(host.transport.send(new Uint8Array(64))).rejects.toThrow();
    await new Promise(resolve => key.connect().onClosed(resolve));
    key.powerOn();
    const again = new RawHost(key.connect());
    expect(await again.ask(hid.PING, new Uint8Array(), channel)).toMatchObject({ data: Uint8Array.of(code.CHANNEL) });
    expect((await again.init()).command).toBe(hid.INIT);
  });
});
