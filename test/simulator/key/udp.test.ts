import { createSocket } from 'node:dgram';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ReportTransport } from '../../../src/ctap/hid/transport.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../../src/simulator/key/udp.ts';
import { ERROR, hid, RawHost } from './raw.ts';

const POWER_CYCLE = Buffer.from(
  'ac1052ca95e569de69e02ebff333485f13f9b2da34c5a8a340526697a9ab2e0b394d8d04973c134005be1a0140bff6045bb26eb77a73eaa47813f6b49a7250dc',
  'hex',
);

/** A key over UDP, and a host of it on a socket of its own. */
async function plugIn() {
  const key = await createSoftwareKey({ profile: 'full' });
  const socket = createSocket('udp4');
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
  const served = await serveUdp(key, { port: 0, replyPort: socket.address().port });
  onTestFinished(async () => {
    await served.close();
    await key.close();
    await new Promise<void>(resolve => socket.close(resolve));
  });
  const sendRaw = (bytes: Uint8Array) =>
    new Promise<void>((resolve, reject) =>
      socket.send(bytes, served.port, '127.0.0.1', error => (error ? reject(error) : resolve())),
    );
  const transport: ReportTransport = {
    send: sendRaw,
    onReport: listener => socket.on('message', datagram => listener(new Uint8Array(datagram))),
    onClosed: () => undefined,
    close: async () => undefined,
  };
  return { key, sendRaw, host: new RawHost(transport) };
}

describe('a software key over UDP', () => {
  test('answers at the fixed port, 64 bytes a datagram, and passes over anything else', async () => {
    const { host, sendRaw } = await plugIn();
    await sendRaw(new Uint8Array(65).fill(0xff));
    await sendRaw(new Uint8Array(3));
    await host.init();
    const data = new Uint8Array(1000).fill(3);
    expect((await host.ask(hid.PING, data)).data).toEqual(data);
  });

  test('cycles its power at the report for it, which no host can see: channels stay', async () => {
    const { key, host, sendRaw } = await plugIn();
    await host.init();
    const { channel } = host;
    const powers: boolean[] = [];
    key.onChange(() => powers.push(key.powered));
    await sendRaw(POWER_CYCLE);
    expect(await host.ask(hid.PING, Uint8Array.of(4))).toMatchObject({ command: hid.PING, data: Uint8Array.of(4) });
    expect(powers).toEqual([false, true]);
    await host.init();
    expect(host.channel).not.toBe(channel);
    key.powerOff();
    key.powerOn();
    expect(await host.ask(hid.PING, new Uint8Array())).toMatchObject({ command: ERROR, data: Uint8Array.of(11) });
  });

  test('is silent while it is off', async () => {
    const { key, host, sendRaw } = await plugIn();
    await host.init();
    key.powerOff();
    await sendRaw(Uint8Array.from([0, 0, 0, host.channel, hid.PING | 0x80, 0, 1, 0xaa, ...new Uint8Array(56)]));
    // The cycle comes through the same socket, so the ping before it has been seen and left unanswered.
    await sendRaw(POWER_CYCLE);
    await host.init();
    expect((await host.ask(hid.PING, Uint8Array.of(0xbb))).data).toEqual(Uint8Array.of(0xbb));
  });
});
