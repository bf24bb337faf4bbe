import { concat } from '../../ctap/bytes.ts';
import { commands, fragment } from '../../ctap/hid/packets.ts';
import type { Faults } from './faults.ts';

const NOBODYS_CHANNEL = 0x0badc0de;

/** The reports of a CTAPHID_CBOR answer, spoiled as the switches ask; sound when none is set. */
export function spoiled(channel: number, payload: Uint8Array, faults: Faults): Uint8Array[] {
  const to = faults.wrongChannel === true ? NOBODYS_CHANNEL : channel;
  const reports = fragment(to, commands.CBOR, spoiledCbor(payload, faults));
  return faults.droppedReport === true ? reports.filter((_, i) => i !== 1) : reports;
}

function spoiledCbor(payload: Uint8Array, faults: Faults): Uint8Array {
  const [status, head, firstKey] = payload;
  if (status === undefined || head === undefined || firstKey === undefined) return payload;
  if (faults.truncatedCbor === true) return payload.slice(0, -1);
  if (faults.duplicateCborKey !== true) return payload;
  // One entry more in the map's head, and the first key once more before the rest: {k: 0, k: …, …}.
  return concat(Uint8Array.of(status, head + 1, firstKey, 0), payload.subarray(2));
}
