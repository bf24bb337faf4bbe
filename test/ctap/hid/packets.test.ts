import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/ctap/bytes.ts';
import { Assembly, commands, fragment, MAX_MESSAGE, parsePacket } from '../../../src/ctap/hid/packets.ts';
import { thrown } from '../helpers.ts';

/** Puts reports together as a receiver does; undefined where a packet is not the next one. */
function assemble(reports: readonly Uint8Array[]): Uint8Array | undefined {
  let assembly: Assembly | undefined;
  for (const report of reports) {
    const packet = parsePacket(report);
    if (packet?.kind === 'init') assembly = new Assembly(packet);
    else if (packet === undefined || assembly?.add(packet) !== true) return undefined;
  }
  return assembly?.payload();
}

const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i);

describe('fragment', () => {
  it('writes channel, command with its mark, length and data, then zeros', () => {
    const [report, ...more] = fragment(0x89abcdef, commands.CBOR, Uint8Array.of(4));
    expect(more).toEqual([]);
    expect(toHex(report ?? new Uint8Array())).toBe(`89abcdef90000104${'00'.repeat(56)}`);
  });

  it('numbers continuations from 0', () => {
    const reports = fragment(1, commands.PING, counting(57 + 59 + 1));
    expect(reports.map(report => toHex(report.subarray(0, 8)))).toEqual([
      '0000000181007500',
      '0000000100393a3b',
      '0000000101740000',
    ]);
  });

  it.each([
    [0, 1],
    [57, 1],
    [58, 2],
    [57 + 59, 2],
    [57 + 59 + 1, 3],
    [MAX_MESSAGE, 129],
  ])('sends %i bytes in %i reports of 64', (length, count) => {
    const reports = fragment(7, commands.PING, new Uint8Array(length));
    expect(reports.map(report => report.length)).toEqual(Array(count).fill(64));
  });

  it('refuses what 129 packets cannot carry', () => {
    expect(MAX_MESSAGE).toBe(7609);
    const error = thrown(() => fragment(7, commands.PING, new Uint8Array(MAX_MESSAGE + 1)));
    expect(error).toMatchObject({ code: 'hid-message-too-long', params: { length: 7610, limit: 7609 } });
  });
});

describe('Assembly', () => {
  it('undoes fragment, whatever the payload', () => {
    const anyPayload = fc.uint8Array({ maxLength: MAX_MESSAGE });
    fc.assert(
      fc.property(anyPayload, fc.nat(0xffffffff), (payload, channel) => {
        expect(assemble(fragment(channel, commands.CBOR, payload))).toEqual(payload);
      }),
    );
  });

  it('is not complete before its last packet', () => {
    expect(assemble(fragment(1, commands.CBOR, counting(300)).slice(0, -1))).toBeUndefined();
  });

  it.each([
    ['lost', (reports: Uint8Array[]) => reports.toSpliced(1, 1)],
    ['repeated', (reports: Uint8Array[]) => reports.toSpliced(1, 0, ...reports.slice(1, 2))],
    ['out of order', (reports: Uint8Array[]) => reports.toSpliced(1, 2, ...reports.slice(1, 3).reverse())],
  ])('refuses a packet that is %s', (_what, damage) => {
    expect(assemble(damage(fragment(1, commands.CBOR, counting(300))))).toBeUndefined();
  });

  it('keeps its bytes when a transport uses the memory of a report again', () => {
    const [report] = fragment(1, commands.CBOR, counting(40));
    const packet = report && parsePacket(report);
    if (packet?.kind !== 'init') throw new Error('no initialization packet');
    const assembly = new Assembly(packet);
    report?.fill(0xff);
    expect(assembly.payload()).toEqual(counting(40));
  });
});

describe('parsePacket', () => {
  it('knows no packet in a report that is too short', () => {
    expect(parsePacket(new Uint8Array(63))).toBeUndefined();
  });

  it('reads a report inside a larger buffer', () => {
    const [report = new Uint8Array()] = fragment(0x01020304, commands.WINK, new Uint8Array());
    const shifted = new Uint8Array(70);
    shifted.set(report, 5);
    expect(parsePacket(shifted.subarray(5, 69))).toMatchObject({ channel: 0x01020304, command: commands.WINK });
  });
});
