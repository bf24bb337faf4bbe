import { concat } from '../../../src/ctap/bytes.ts';
import { Assembly, BROADCAST, commands, fragment, parsePacket } from '../../../src/ctap/hid/packets.ts';
import type { ReportTransport } from '../../../src/ctap/hid/transport.ts';

/** A complete message as the key received it. */
export interface Message {
  readonly channel: number;
  readonly command: number;
  readonly payload: Uint8Array;
}

/** The channel that the scripted key allocates. */
export const CHANNEL = 0x01020304;

/**
 * The key's end of a transport, in memory. It allocates one channel and passes every other message to `answer`, which
 * replies, or misbehaves, as a test requires.
 */
export class ScriptedKey implements ReportTransport {
  readonly messages: Message[] = [];
  answer: (message: Message) => void;
  closed = false;
  #assembly: { channel: number; assembly: Assembly } | undefined;
  #onReport: (report: Uint8Array) => void = () => undefined;
  #onClosed: (cause?: unknown) => void = () => undefined;

  constructor(answer: (message: Message) => void = () => undefined) {
    this.answer = answer;
  }

  async send(report: Uint8Array): Promise<void> {
    const packet = parsePacket(report);
    if (packet?.kind === 'init') this.#assembly = { channel: packet.channel, assembly: new Assembly(packet) };
    else if (packet !== undefined && this.#assembly?.assembly.add(packet) !== true) throw new Error('out of sequence');
    const payload = this.#assembly?.assembly.payload();
    if (this.#assembly === undefined || payload === undefined) return;
    const message = { channel: this.#assembly.channel, command: this.#assembly.assembly.command, payload };
    this.#assembly = undefined;
    this.messages.push(message);
    if (message.command === commands.INIT) this.allocate(message);
    else this.answer(message);
  }

  /** Answers CTAPHID_INIT. */
  allocate({ channel, payload }: Message): void {
    const given = new Uint8Array(4);
    new DataView(given.buffer).setUint32(0, CHANNEL);
    this.reply(commands.INIT, concat(payload, given, Uint8Array.of(2, 5, 4, 3, 0x05)), channel);
  }

  /** Sends a message to the host, or only some of its reports. */
  reply(command: number, payload: Uint8Array, channel = CHANNEL, part = (reports: Uint8Array[]) => reports): void {
    for (const report of part(fragment(channel, command, payload))) this.#onReport(report);
  }

  keepAlive(status: number): void {
    this.reply(commands.KEEPALIVE, Uint8Array.of(status));
  }

  error(code: number): void {
    this.reply(commands.ERROR, Uint8Array.of(code));
  }

  /** Simulates that the key is unplugged. */
  pullOut(): void {
    this.#onClosed(new Error('pulled out'));
  }

  /** Returns the commands received after the first INIT. */
  commands(): number[] {
    return this.messages.filter(message => message.channel !== BROADCAST).map(message => message.command);
  }

  onReport(listener: (report: Uint8Array) => void): void {
    this.#onReport = listener;
  }

  onClosed(listener: (cause?: unknown) => void): void {
    this.#onClosed = listener;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
