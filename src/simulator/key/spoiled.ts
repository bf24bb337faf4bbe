import { concat } from '../../ctap/bytes.ts';
import { decode, encode } from '../../ctap/cbor.ts';
import { itemEnd } from '../../ctap/cborStructure.ts';
import { commands, fragment } from '../../ctap/hid/packets.ts';
import type { Faults } from './faults.ts';

/** The offset of a report's sequence number, and of the length in the first one of a message (CTAP 2.3, 11.2.4). */
const SEQUENCE_AT = 4;
const LENGTH_AT = 5;
const NOBODYS_CHANNEL = 0x0badc0de;
/** Heads of a CBOR map (RFC 8949, 3.1): up to 23 entries in the first byte, up to 255 in the next. */
const MAP = 0xa0;
const SHORT_HEAD = 23;
const ONE_BYTE = 24;

/** Returns the reports of a CTAPHID_CBOR response, damaged as the switches require, or valid if none is set. */
export function spoiled(channel: number, payload: Uint8Array, faults: Faults): Uint8Array[] {
  const to = faults.wrongChannel === true ? NOBODYS_CHANNEL : channel;
  const reports = fragment(to, commands.CBOR, spoiledCbor(payload, faults));
  if (faults.longReply === true) reports[0]?.fill(0xff, LENGTH_AT, LENGTH_AT + 2);
  const last = reports.at(-1);
  if (faults.wrongSequence === true && last !== undefined && reports.length > 2) last[SEQUENCE_AT] = reports.length - 3;
  return faults.droppedReport === true ? reports.filter((_, i) => i !== 1) : reports;
}

function spoiledCbor(payload: Uint8Array, faults: Faults): Uint8Array {
  const [status, ...response] = payload;
  if (status === undefined || response.length < 2) return payload;
  if (faults.truncatedCbor === true) return payload.slice(0, -1);
  if (faults.unsortedCbor === true) return concat(Uint8Array.of(status), reversed(Uint8Array.from(response)));
  if (faults.duplicateCborKey !== true) return payload;
  const value = decode(Uint8Array.from(response));
  const [key] = value instanceof Map ? value.keys() : [];
  if (!(value instanceof Map) || key === undefined) return payload;
  // A map with one more entry: the first key appears once more before the rest: {k: 0, k: …, …}.
  const head = value.size < SHORT_HEAD ? [MAP | (value.size + 1)] : [MAP | ONE_BYTE, value.size + 1];
  const rest = payload.subarray(value.size <= SHORT_HEAD ? 2 : 3);
  return concat(Uint8Array.of(status, ...head), encode(key), Uint8Array.of(0), rest);
}

/** Reverses the entries of a map, and of maps in it. Returns anything else unchanged. */
function reversed(item: Uint8Array): Uint8Array {
  if (((item[0] ?? 0) & ~0x1f) !== MAP) return item;
  const headLength = (item[0] ?? 0) === (MAP | ONE_BYTE) ? 2 : 1;
  const entries: Uint8Array[] = [];
  for (let at = headLength; at < item.length; ) {
    const keyEnd = itemEnd(item, at);
    const end = itemEnd(item, keyEnd);
    entries.unshift(concat(item.subarray(at, keyEnd), reversed(item.subarray(keyEnd, end))));
    at = end;
  }
  return concat(item.subarray(0, headLength), ...entries);
}
