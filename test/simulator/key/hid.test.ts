import { describe, expect, test } from 'vitest';
import { openChannel } from '../../../src/ctap/hid/channel.ts';
import { BROADCAST, commands, fragment, parsePacket } from '../../../src/ctap/hid/packets.ts';
import type { ReportTransport } from '../../../src/ctap/hid/transport.ts';
import { createSoftwareKey } from '../../../src/simulator/key/softwareKey.ts';
import { openKey } from './open.ts';

const HID_ERROR = commands.ERROR;

/** Sends reports as they are and gives the first answer's command and first data byte. */
async function answerTo(
  transport: ReportTransport,
  reports: Uint8Array[],
): Promise<[command: number, data: number | undefined]> {
  const answer = new Promise<Uint8Array>(resolve => transport.onReport(resolve));
  for (const report of reports) await transport.send(report);
  const packet = parsePacket(await answer);
  if (packet?.kind !== 'init') throw new Error('not an initialization packet');
  return [packet.command, packet.data[0]];
}

describe('the CTAPHID side of the software key', () => {
  test('echoes pings of any size, winks and locks', async () => {
    const { key, channel } = await openKey();
    for (const size of [0, 1, 57, 58, 1024, 7609]) {
      const data = Uint8Array.from({ length: size }, (_, i) => i & 0xff);
      expect(await channel.ping(data)).toEqual(data);
    }
    await channel.wink();
    await channel.lock(5);
    const other = await openChannel(key.connect());
    await expect(other.wink()).rejects.toMatchObject({ code: 'channel-busy' });
    await channel.lock(0);
    await other.wink();
  });

  test('names what a host gets wrong', async () => {
    const key = await createSoftwareKey({ profile: 'full' });
    const wrong = async (channel: number, command: number, payload: Uint8Array) =>
      answerTo(key.connect(), fragment(channel, command, payload));
    expect(await wrong(BROADCAST, commands.INIT, new Uint8Array(7))).toEqual([HID_ERROR, 0x03]);
    expect(await wrong(0x1234, commands.PING, new Uint8Array())).toEqual([HID_ERROR, 0x0b]);
    await openChannel(key.connect());
    expect(await wrong(1, commands.MSG, new Uint8Array(1))).toEqual([HID_ERROR, 0x01]);
    expect(await wrong(1, commands.CBOR, new Uint8Array())).toEqual([HID_ERROR, 0x03]);
    const [first, , third] = fragment(1, commands.PING, new Uint8Array(150));
    expect(
      await answerTo(
        key.connect(),
        [first, third].filter(report => report !== undefined),
      ),
    ).toEqual([HID_ERROR, 0x04]);
    expect(
      await answerTo(
        key.connect(),
        [first].filter(report => report !== undefined),
      ),
    ).toEqual([HID_ERROR, 0x05]);
  });

  test('goes and comes back with a power cycle', async () => {
    const { key, channel } = await openKey();
    key.powerOff();
    await expect(channel.ping(new Uint8Array(1))).rejects.toMatchObject({ code: 'transport-closed' });
    await expect(openChannel(key.connect())).rejects.toMatchObject({ code: 'transport-closed' });
    key.powerOn();
    expect((await openChannel(key.connect())).info.protocolVersion).toBe(2);
  });
});
