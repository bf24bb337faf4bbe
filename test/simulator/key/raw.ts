import { type CborMap, type CborValue, decode, encode } from '../../../src/ctap/cbor.ts';
import type { ReportTransport } from '../../../src/ctap/hid/transport.ts';
import type { SoftwareKey } from '../../../src/simulator/key/softwareKey.ts';

const BROADCAST = 0xffffffff;
const [FIRST_DATA, NEXT_DATA] = [57, 59];
export const hid = { PING: 0x01, MSG: 0x03, LOCK: 0x04, INIT: 0x06, WINK: 0x08, CBOR: 0x10, CANCEL: 0x11 } as const;
export const KEEPALIVE = 0x3b;
export const ERROR = 0x3f;

/** A complete message from the key. */
export interface Message {
  readonly channel: number;
  readonly command: number;
  readonly data: Uint8Array;
}

/** A host that sends anything, valid or not, and shares no code with the product's. */
export class RawHost {
  readonly transport: ReportTransport;
  channel = 0;
  /** All open transports receive the key's packets. Those for other channels are ignored. */
  #listensTo = 0;
  readonly #arrived: Message[] = [];
  #waiting: ((message: Message) => void) | undefined;
  #partial: { channel: number; command: number; length: number; data: number[] } | undefined;

  constructor(transport: ReportTransport) {
    this.transport = transport;
    transport.onReport(report => this.#receive(report));
  }

  /** Opens a host with its own channel. */
  static async open(key: SoftwareKey): Promise<RawHost> {
    const host = new RawHost(key.connect());
    await host.init();
    return host;
  }

  async init(): Promise<Message> {
    const answer = await this.ask(hid.INIT, new Uint8Array(8).fill(7), BROADCAST);
    this.channel = new DataView(answer.data.buffer).getUint32(8);
    this.#listensTo = this.channel;
    return answer;
  }

  /** Returns the next message that is not a keep-alive, or any message with `any`. */
  async next(any = false): Promise<Message> {
    for (;;) {
      const message = this.#arrived.shift() ?? (await new Promise<Message>(resolve => (this.#waiting = resolve)));
      if (any || message.command !== KEEPALIVE) return message;
    }
  }

  async ask(command: number, data: Uint8Array, channel = this.channel): Promise<Message> {
    this.#listensTo = channel;
    for (const report of reports(channel, command, data)) await this.transport.send(report);
    return this.next();
  }

  /** Sends one CTAP2 command and returns its status and response. Bytes are sent unchanged. */
  async cbor(command: number, parameters?: CborMap | Uint8Array): Promise<{ status: number; response: CborMap }> {
    const encoded = parameters instanceof Uint8Array ? parameters : encode(parameters);
    const body = parameters === undefined ? new Uint8Array() : encoded;
    const { data } = await this.ask(hid.CBOR, Uint8Array.of(command, ...body));
    const response: CborValue = data.length > 1 ? decode(data.slice(1)) : new Map();
    if (!(response instanceof Map)) throw new Error('the response is not a map');
    return { status: data[0] ?? -1, response };
  }

  #receive(report: Uint8Array): void {
    const channel = new DataView(report.buffer, report.byteOffset).getUint32(0);
    if (channel !== this.#listensTo) return;
    const kind = report[4] ?? 0;
    if (kind & 0x80) {
      const length = ((report[5] ?? 0) << 8) | (report[6] ?? 0);
      this.#partial = { channel, command: kind & 0x7f, length, data: [...report.subarray(7)] };
    } else this.#partial?.data.push(...report.subarray(5));
    const { command, length, data } = this.#partial ?? { command: 0, length: Number.POSITIVE_INFINITY, data: [] };
    if (data.length < length) return;
    this.#partial = undefined;
    this.#arrived.push({ channel, command, data: Uint8Array.from(data.slice(0, length)) });
    const waiting = this.#waiting;
    this.#waiting = undefined;
    const first = waiting && this.#arrived.shift();
    if (first !== undefined) waiting?.(first);
  }
}

/** Splits a message into reports. `length` may be wrong on purpose. */
export function reports(channel: number, command: number, data: Uint8Array, length = data.length): Uint8Array[] {
  const head = new Uint8Array(64);
  new DataView(head.buffer).setUint32(0, channel);
  head.set([command | 0x80, length >> 8, length & 0xff, ...data.subarray(0, FIRST_DATA)], 4);
  const rest: Uint8Array[] = [];
  for (let at = FIRST_DATA; at < data.length; at += NEXT_DATA) {
    const report = new Uint8Array(64);
    new DataView(report.buffer).setUint32(0, channel);
    report.set([rest.length, ...data.subarray(at, at + NEXT_DATA)], 4);
    rest.push(report);
  }
  return [head, ...rest];
}

/** Creates a CBOR map from entries. */
export function map(...entries: [number | string, CborValue][]): CborMap {
  return new Map(entries);
}
