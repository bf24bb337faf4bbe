import { concat } from '../../ctap/bytes.ts';
import { Assembly, BROADCAST, commands, MAX_MESSAGE, type Packet, parsePacket } from '../../ctap/hid/packets.ts';
import { ChannelLock, MAX_LOCK_SECONDS } from './channelLock.ts';
import { DeviceOutput, type OutputParts } from './deviceOutput.ts';

/** Error codes of CTAPHID_ERROR (CTAP 2.3, 11.2.9.1.6). */
const hidError = {
  INVALID_CMD: 0x01,
  INVALID_PAR: 0x02,
  INVALID_LEN: 0x03,
  INVALID_SEQ: 0x04,
  MSG_TIMEOUT: 0x05,
  CHANNEL_BUSY: 0x06,
  INVALID_CHANNEL: 0x0b,
} as const;
const KEEPALIVE_INTERVAL = 100;
/** Timeout between the packets of a message, in ms. */
const MESSAGE_TIMEOUT = 500;
/** Capability bits of CTAPHID_INIT (11.2.9.1.3). NMSG means that the key has no U2F. */
const capability = { WINK: 0x01, CBOR: 0x04, NMSG: 0x08 } as const;
const DEVICE_VERSION = [1, 0, 0];
const PROTOCOL_VERSION = 2;

interface Transaction {
  readonly channel: number;
  readonly assembly: Assembly;
  readonly abort: AbortController;
  /** Times out if the next packet is missing. When the message is complete, sends keep-alives. */
  timer: NodeJS.Timeout | undefined;
}

/** What the framing needs from the rest of the key. */
export interface DeviceParts extends OutputParts {
  runCbor(request: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
  /** Whether the key supports U2F, and the function that runs one request. */
  readonly u2f: boolean;
  runU2f(request: Uint8Array): Uint8Array;
}

/**
 * The device's side of CTAPHID (CTAP 2.3, 11.2): channels, one transaction at a time, keep-alives, cancel, lock, and
 * the specified error for each mistake of a host.
 */
export class HidDevice {
  readonly #parts: DeviceParts;
  readonly #channels = new Set<number>();
  #nextChannel = 1;
  #transaction: Transaction | undefined;
  #running = false;
  readonly #lock = new ChannelLock();
  readonly #output: DeviceOutput;

  constructor(parts: DeviceParts) {
    this.#parts = parts;
    this.#output = new DeviceOutput(parts);
  }

  /** Power off: forgets all state of all hosts, optionally except their channels. */
  reset(keepsChannels = false): void {
    this.#end();
    this.#lock.release();
    this.#output.forget();
    if (!keepsChannels) this.#channels.clear();
  }

  receive(report: Uint8Array): void {
    const packet = parsePacket(report);
    if (packet === undefined || this.#parts.faults.silent === true) return;
    if (packet.kind === 'init') this.#initial(packet);
    else this.#continuation(packet);
  }

  #initial(packet: Extract<Packet, { kind: 'init' }>): void {
    const { channel, command } = packet;
    this.#output.sendStale();
    const current = this.#transaction;
    if (command === commands.INIT) return this.#init(packet);
    // CANCEL has no response of its own, whichever channel sends it (11.2.9.1.5).
    if (command === commands.CANCEL) {
      if (current?.channel === channel) current.abort.abort();
      return;
    }
    if (!this.#channels.has(channel)) return this.#output.error(channel, hidError.INVALID_CHANNEL);
    if (this.#parts.faults.busy === true) return this.#output.error(channel, hidError.CHANNEL_BUSY);
    if (current !== undefined) {
      // The host sent a second message on a channel before the first was complete.
      if (current.channel !== channel || this.#running) return this.#output.error(channel, hidError.CHANNEL_BUSY);
      this.#end();
      return this.#output.error(channel, hidError.INVALID_SEQ);
    }
    if (this.#lock.shutsOut(channel)) return this.#output.error(channel, hidError.CHANNEL_BUSY);
    if (packet.length > MAX_MESSAGE) return this.#output.error(channel, hidError.INVALID_LEN);
    this.#transaction = { channel, assembly: new Assembly(packet), abort: new AbortController(), timer: undefined };
    this.#proceed(this.#transaction);
  }

  #continuation(packet: Extract<Packet, { kind: 'cont' }>): void {
    const current = this.#transaction;
    // Unexpected continuation packets are ignored (11.2.5.4).
    if (current === undefined || this.#running || current.channel !== packet.channel) return;
    if (!current.assembly.add(packet)) {
      this.#end();
      return this.#output.error(packet.channel, hidError.INVALID_SEQ);
    }
    this.#proceed(current);
  }

  #proceed(transaction: Transaction): void {
    clearTimeout(transaction.timer);
    const payload = transaction.assembly.payload();
    if (payload !== undefined) {
      void this.#run(transaction, payload);
      return;
    }
    transaction.timer = setTimeout(() => {
      this.#end();
      this.#output.error(transaction.channel, hidError.MSG_TIMEOUT);
    }, MESSAGE_TIMEOUT);
  }

  /** CTAPHID_INIT allocates a new channel, or resets a known one (11.2.9.1.3). */
  #init(packet: Extract<Packet, { kind: 'init' }>): void {
    const { channel } = packet;
    if (packet.length !== 8) return this.#output.error(channel, hidError.INVALID_LEN);
    if (channel !== BROADCAST && !this.#channels.has(channel))
      return this.#output.error(channel, hidError.INVALID_CHANNEL);
    if (channel !== BROADCAST && this.#transaction?.channel === channel) this.#end();
    const allocated = channel === BROADCAST ? this.#nextChannel++ : channel;
    this.#channels.add(allocated);
    const id = new Uint8Array(4);
    new DataView(id.buffer).setUint32(0, allocated);
    const cbor = this.#speaksCbor ? capability.CBOR : 0;
    const capabilities = (this.#winks ? capability.WINK : 0) | cbor | (this.#speaksU2f ? 0 : capability.NMSG);
    const rest = Uint8Array.of(PROTOCOL_VERSION, ...DEVICE_VERSION, capabilities);
    this.#output.send(channel, commands.INIT, concat(packet.data.subarray(0, 8), id, rest));
  }

  async #run(transaction: Transaction, payload: Uint8Array): Promise<void> {
    const { channel, assembly, abort } = transaction;
    this.#running = true;
    transaction.timer = setInterval(() => this.#output.keepAlive(channel), KEEPALIVE_INTERVAL);
    const { slow } = this.#parts.faults;
    if (slow !== undefined) await new Promise(resolve => setTimeout(resolve, slow));
    // INIT or a power cycle may have ended the transaction. Then its response is dropped.
    if (this.#transaction !== transaction) return;
    const answer = await this.#answer(channel, assembly.command, payload, abort.signal);
    if (this.#transaction !== transaction) return;
    const canceled = abort.signal.aborted;
    this.#end();
    if (typeof answer === 'number') this.#output.error(channel, answer);
    else if (canceled && this.#parts.faults.staleReply === true) this.#output.keep(channel, assembly.command, answer);
    else this.#output.send(channel, assembly.command, answer, payload[0]);
  }

  /** Returns the payload of the response, or a CTAPHID error code. */
  async #answer(
    channel: number,
    command: number,
    payload: Uint8Array,
    signal: AbortSignal,
  ): Promise<Uint8Array | number> {
    switch (command) {
      case commands.PING:
        return payload;
      case commands.WINK:
        // The key has no light to blink.
        if (!this.#winks) return hidError.INVALID_CMD;
        return payload.length === 0 ? payload : hidError.INVALID_LEN;
      case commands.LOCK:
        return this.#takeLock(channel, payload);
      case commands.CBOR:
        if (!this.#speaksCbor) return hidError.INVALID_CMD;
        if (payload.length === 0) return hidError.INVALID_LEN;
        return this.#parts.runCbor(payload, signal);
      case commands.MSG:
        if (!this.#speaksU2f) return hidError.INVALID_CMD;
        return payload.length === 0 ? hidError.INVALID_LEN : this.#parts.runU2f(payload);
      default:
        return hidError.INVALID_CMD;
    }
  }

  get #speaksCbor(): boolean {
    return this.#parts.faults.u2fOnly !== true;
  }

  get #winks(): boolean {
    return this.#parts.faults.noWink !== true;
  }

  get #speaksU2f(): boolean {
    return this.#parts.u2f || this.#parts.faults.u2fOnly === true;
  }

  #takeLock(channel: number, payload: Uint8Array): Uint8Array | number {
    const [seconds] = payload;
    if (payload.length !== 1 || seconds === undefined) return hidError.INVALID_LEN;
    if (seconds > MAX_LOCK_SECONDS) return hidError.INVALID_PAR;
    this.#lock.take(channel, seconds);
    return new Uint8Array();
  }

  #end(): void {
    clearTimeout(this.#transaction?.timer);
    this.#transaction?.abort.abort();
    this.#transaction = undefined;
    this.#running = false;
  }

  /**
   * Called when the authenticator begins to wait for a touch. Sends a keep-alive immediately, not only after the
   * interval.
   */
  announceTouch(): void {
    if (this.#transaction !== undefined && this.#running) this.#output.keepAlive(this.#transaction.channel);
  }
}
