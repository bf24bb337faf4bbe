import { CtapError } from '../errors.ts';
import { REPORT_SIZE } from './transport.ts';

/** CTAPHID command codes, without the bit that marks an initialization packet (CTAP 2.3, 11.2.9). */
export const commands = {
  PING: 0x01,
  MSG: 0x03,
  LOCK: 0x04,
  INIT: 0x06,
  WINK: 0x08,
  CBOR: 0x10,
  CANCEL: 0x11,
  KEEPALIVE: 0x3b,
  ERROR: 0x3f,
} as const;
export type CommandName = keyof typeof commands;

/** Error codes of CTAPHID_ERROR (CTAP 2.3, 11.2.9.1.6). */
export const hidErrors: Readonly<Record<number, string>> = {
  1: 'ERR_INVALID_CMD',
  2: 'ERR_INVALID_PAR',
  3: 'ERR_INVALID_LEN',
  4: 'ERR_INVALID_SEQ',
  5: 'ERR_MSG_TIMEOUT',
  6: 'ERR_CHANNEL_BUSY',
  10: 'ERR_LOCK_REQUIRED',
  11: 'ERR_INVALID_CHANNEL',
  127: 'ERR_OTHER',
};

/** The channel on which programs request a channel. */
export const BROADCAST = 0xffffffff;

const INIT_BIT = 0x80;
const INIT_HEADER = 7;
const CONT_HEADER = 5;
const INIT_PAYLOAD = REPORT_SIZE - INIT_HEADER;
const CONT_PAYLOAD = REPORT_SIZE - CONT_HEADER;
const MAX_SEQUENCE = 0x7f;

/** Maximum number of bytes in one message: one initialization packet and 128 continuations, 7609. */
export const MAX_MESSAGE = INIT_PAYLOAD + (MAX_SEQUENCE + 1) * CONT_PAYLOAD;

/** One parsed report. `data` of the last packet of a message still has its padding. */
export type Packet =
  | {
      readonly kind: 'init';
      readonly channel: number;
      readonly command: number;
      readonly length: number;
      readonly data: Uint8Array;
    }
  | { readonly kind: 'cont'; readonly channel: number; readonly sequence: number; readonly data: Uint8Array };

/**
 * Splits a message into reports, each padded with zeros to 64 bytes (CTAP 2.3, 11.2.4). @throws CtapError
 * hid-message-too-long
 */
export function fragment(channel: number, command: number, payload: Uint8Array): Uint8Array[] {
  if (payload.length > MAX_MESSAGE) {
    throw new CtapError('hid-message-too-long', { length: payload.length, limit: MAX_MESSAGE });
  }
  const count = 1 + Math.ceil(Math.max(0, payload.length - INIT_PAYLOAD) / CONT_PAYLOAD);
  // One allocation for all reports: allocating each separately takes longer than filling it.
  const memory = new Uint8Array(count * REPORT_SIZE);
  const view = new DataView(memory.buffer);
  const reports: Uint8Array[] = [];
  for (let index = 0, offset = 0; index < count; index++) {
    const start = index * REPORT_SIZE;
    const header = index === 0 ? INIT_HEADER : CONT_HEADER;
    view.setUint32(start, channel);
    if (index === 0) {
      view.setUint8(start + 4, command | INIT_BIT);
      view.setUint16(start + 5, payload.length);
    } else {
      view.setUint8(start + 4, index - 1);
    }
    memory.set(payload.subarray(offset, offset + REPORT_SIZE - header), start + header);
    offset += REPORT_SIZE - header;
    reports.push(memory.subarray(start, start + REPORT_SIZE));
  }
  return reports;
}

/** Parses a 64-byte report. Returns undefined for anything shorter. */
export function parsePacket(report: Uint8Array): Packet | undefined {
  if (report.length < REPORT_SIZE) return undefined;
  const view = new DataView(report.buffer, report.byteOffset, report.byteLength);
  const channel = view.getUint32(0);
  const type = view.getUint8(4);
  if ((type & INIT_BIT) === 0)
    return { kind: 'cont', channel, sequence: type, data: report.subarray(CONT_HEADER, REPORT_SIZE) };
  const data = report.subarray(INIT_HEADER, REPORT_SIZE);
  return { kind: 'init', channel, command: type & ~INIT_BIT, length: view.getUint16(5), data };
}

/** Assembles the packets of one message. Both the host and the software key use it. */
export class Assembly {
  readonly command: number;
  readonly #payload: Uint8Array;
  #received = 0;
  #nextSequence = 0;

  constructor(first: Extract<Packet, { kind: 'init' }>) {
    this.command = first.command;
    this.#payload = new Uint8Array(first.length);
    this.#take(first.data);
  }

  /** Adds a packet. Returns false if its sequence number is not the next one. */
  add(packet: Extract<Packet, { kind: 'cont' }>): boolean {
    if (packet.sequence !== this.#nextSequence) return false;
    this.#nextSequence++;
    this.#take(packet.data);
    return true;
  }

  /** Returns the whole payload if it is complete, else undefined. */
  payload(): Uint8Array | undefined {
    return this.#received === this.#payload.length ? this.#payload : undefined;
  }

  /** Copies immediately, because a transport may reuse the memory of a report. Ignores padding after the message. */
  #take(data: Uint8Array): void {
    const part = data.subarray(0, this.#payload.length - this.#received);
    this.#payload.set(part, this.#received);
    this.#received += part.length;
  }
}
