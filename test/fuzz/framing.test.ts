import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openChannel } from '../../src/ctap/hid/channel.ts';
import { Assembly, fragment, parsePacket } from '../../src/ctap/hid/packets.ts';
import type { ReportTransport } from '../../src/ctap/hid/transport.ts';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { runs, survives } from './mutations.ts';

const REPORT = 64;
const report = fc
  .tuple(
    fc.constantFrom(1, 1, 1, 2, 0, 0xffffffff),
    fc.oneof(fc.constantFrom(0x90, 0x81, 0x86, 0xbb, 0xbf, 0x91, 0x83), fc.nat(0xff)),
    fc.oneof(fc.constantFrom(0, 1, 17, 60, 7609, 7610, 0xffff), fc.nat(0xffff)),
    fc.uint8Array({ minLength: REPORT - 7, maxLength: REPORT - 7 }),
  )
  .map(([channel, kind, length, rest]) => {
    const bytes = new Uint8Array(REPORT);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, channel);
    view.setUint8(4, kind);
    view.setUint16(5, length);
    bytes.set(rest, 7);
    return bytes;
  });

/** A key that answers INIT as it should and everything else with the given reports. */
function babbler(reports: readonly Uint8Array[]): ReportTransport {
  let hear: (bytes: Uint8Array) => void = () => undefined;
  return {
    send: async sent => {
      const packet = parsePacket(sent);
      if (packet?.kind === 'init' && packet.command === 0x06) {
        const answer = Uint8Array.of(...packet.data.subarray(0, 8), 0, 0, 0, 1, 2, 1, 0, 0, 5);
        for (const bytes of fragment(packet.channel, 0x06, answer)) hear(bytes);
      } else for (const bytes of reports) hear(bytes);
    },
    onReport: listener => {
      hear = listener;
    },
    onClosed: () => undefined,
    close: async () => undefined,
  };
}

describe('framing', () => {
  test('any message comes out as it went in', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 7609 }), fc.nat(0x3f), (payload, command) => {
      const [first, ...rest] = fragment(7, command, payload).map(parsePacket);
      if (first?.kind !== 'init') throw new Error('no first packet');
      const assembly = new Assembly(first);
      for (const packet of rest) expect(packet?.kind === 'cont' && assembly.add(packet)).toBe(true);
      expect(assembly.payload()).toEqual(payload);
    });
    fc.assert(property, runs(200));
  });

  test('whatever a key sends, a host has an answer or a CtapError soon, and can go on', async () => {
    const property = fc.asyncProperty(fc.array(report, { maxLength: 12 }), async reports => {
      const channel = await openChannel(babbler(reports), { silence: 2 });
      // Two in a row: the second begins out of step.
      for (const data of [Uint8Array.of(1), new Uint8Array(200)]) {
        const given = new AbortController();
        const waited = setTimeout(() => given.abort(), 50);
        await survives(async () =>
          expect((await channel.ping(data, { signal: given.signal })).length).toBeLessThan(7610),
        );
        clearTimeout(waited);
      }
      await channel.close();
    });
    await fc.assert(property, runs(100));
  }, 600_000);

  test('whatever a host sends, the software key goes on', async () => {
    const key = await createSoftwareKey({ profile: 'full' });
    const property = fc.asyncProperty(fc.array(report, { maxLength: 12 }), async reports => {
      const stray = key.connect();
      for (const bytes of reports) await stray.send(bytes);
      key.powerOff();
      key.powerOn();
      const channel = await openChannel(key.connect());
      expect(await channel.ping(Uint8Array.of(9))).toEqual(Uint8Array.of(9));
      await channel.close();
    });
    await fc.assert(property, runs(100));
  });
});
