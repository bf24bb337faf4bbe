import { equal } from '../bytes.ts';
import { randomBytes } from '../crypto.ts';
import { CtapError } from '../errors.ts';
import {
  Assembly,
  BROADCAST,
  commands,
  fragment,
  hidErrors,
  MAX_MESSAGE,
  type Packet,
  parsePacket,
} from './packets.ts';
import { IMPATIENT, type Patience } from './patience.ts';
import type { ReportTransport } from './transport.ts';

export interface AnswerOptions {
  signal?: AbortSignal;
  onKeepAlive?: (status: string) => void;
  /** Refuses answers that are somebody else's; they are passed over in silence. */
  accepts?: (payload: Uint8Array) => boolean;
  /** Default: none. */
  patience?: Patience;
  /** In place of the exchange's own, in ms. */
  silence?: number;
}

const keepAliveNames: Readonly<Record<number, string>> = { 1: 'processing', 2: 'upneeded' };
const ERR_CHANNEL_BUSY = 0x06;
/** How long a cancelled key may take to answer, in ms: keys were seen to take some 300. */
const CANCEL_GRACE = 1500;
const NONCE_SIZE = 8;

interface Running {
  readonly channel: number;
  readonly command: number;
  readonly options: AnswerOptions;
  assembly: Assembly | undefined;
  lastStatus: number | undefined;
  foreignAnswer: boolean;
  cancelled: boolean;
  /** Resolves when every report of the request is on its way. */
  sent: Promise<void>;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Silence so far, in ms, and how long until it is looked at again. */
  waited: number;
  step: number;
  /** The nonce by which the key was asked whether it lives; undefined once it has answered. */
  probe: Uint8Array | undefined;
  settle(outcome: Uint8Array | 'busy' | CtapError): void;
}

/**
 * Runs one request at a time over a pipe of reports (CTAP 2.3, 11.2.5): sends it in packets, puts the answer together,
 * follows keep-alives, cancels, and decides what a wrong, foreign or missing packet means.
 */
export class Exchange {
  readonly #transport: ReportTransport;
  readonly #silence: number;
  readonly #onForeign: (packet: Packet) => void;
  #running: Running | undefined;
  #closed: CtapError | undefined;
  #outOfStep = false;
  #out = 0;
  #in = 0;
  #keepalive = 0;

  /** `onForeign` hears every packet that is not for the channel of a running request, at any time. */
  constructor(transport: ReportTransport, silence: number, onForeign: (packet: Packet) => void) {
    this.#transport = transport;
    this.#silence = silence;
    this.#onForeign = onForeign;
    transport.onReport(report => this.#receive(report));
    transport.onClosed(cause => {
      this.#closed = new CtapError('transport-closed', {}, { cause });
      this.#running?.settle(this.#closed);
    });
  }

  reports(): { out: number; in: number; keepalive: number } {
    return { out: this.#out, in: this.#in, keepalive: this.#keepalive };
  }

  /** Whether a request was given up whose answer may still come: it must not be taken for the next request's. */
  get outOfStep(): boolean {
    return this.#outOfStep;
  }

  async close(): Promise<void> {
    this.#closed ??= new CtapError('transport-closed');
    this.#running?.settle(this.#closed);
    await this.#transport.close();
  }

  /** Gives the answer's payload, or `busy` when the key is in a transaction with another channel. @throws CtapError */
  async run(
    channel: number,
    command: number,
    payload: Uint8Array,
    options: AnswerOptions,
  ): Promise<Uint8Array | 'busy'> {
    if (this.#closed !== undefined) throw this.#closed;
    if (options.signal?.aborted) throw new CtapError('cancelled');
    const reports = fragment(channel, command, payload);
    const answer = Promise.withResolvers<Uint8Array | 'busy'>();
    const running: Running = {
      channel,
      command,
      options,
      assembly: undefined,
      lastStatus: undefined,
      foreignAnswer: false,
      cancelled: false,
      sent: Promise.resolve(),
      timer: undefined,
      waited: 0,
      step: 0,
      probe: undefined,
      settle: outcome => {
        clearTimeout(running.timer);
        options.signal?.removeEventListener('abort', cancel);
        if (this.#running === running) this.#running = undefined;
        this.#keepStep(command, outcome);
        if (outcome instanceof CtapError) answer.reject(outcome);
        else answer.resolve(outcome);
      },
    };
    const cancel = () => this.#cancel(running);
    options.signal?.addEventListener('abort', cancel, { once: true });
    this.#running = running;
    this.#restartTimer(running);
    running.sent = this.#send(running, reports);
    return answer.promise;
  }

  /** An error frame ends the key's work too; after any other failure only CTAPHID_INIT does. */
  #keepStep(command: number, outcome: Uint8Array | 'busy' | CtapError): void {
    if (outcome instanceof CtapError) this.#outOfStep ||= outcome.code !== 'hid-error';
    else if (command === commands.INIT && outcome !== 'busy') this.#outOfStep = false;
  }

  async #send(running: Running, reports: readonly Uint8Array[]): Promise<void> {
    try {
      for (const report of reports) {
        if (this.#running !== running) return;
        this.#out++;
        await this.#transport.send(report);
      }
    } catch (cause) {
      this.#closed ??= new CtapError('transport-closed', {}, { cause });
      running.settle(this.#closed);
    }
  }

  /**
   * CTAPHID_CANCEL has no answer of its own; the cancelled command answers, and until then the channel is not free. A key
   * that was faster than the cancel answers with what it did, and that answer counts. The request goes out whole first:
   * a CANCEL between its packets would cancel nothing.
   */
  #cancel(running: Running): void {
    if (this.#running !== running) return;
    running.cancelled = true;
    clearTimeout(running.timer);
    running.timer = setTimeout(() => running.settle(new CtapError('cancelled', { answered: false })), CANCEL_GRACE);
    void running.sent.then(() => this.#send(running, fragment(running.channel, commands.CANCEL, new Uint8Array())));
  }

  /** Call when the key has said something for this request. */
  #restartTimer(running: Running): void {
    if (running.cancelled) return;
    running.waited = 0;
    running.probe = undefined;
    this.#waitOn(running, this.#silenceOf(running));
  }

  #waitOn(running: Running, step: number): void {
    clearTimeout(running.timer);
    running.step = step;
    running.timer = setTimeout(() => this.#silent(running), step);
  }

  #silenceOf({ options }: Running): number {
    return options.silence ?? this.#silence;
  }

  /**
   * Gives a silent key up, or asks whether it lives. That is an INIT on the broadcast channel, the one request that does not
   * disturb what runs on another channel (11.2.9.1.3): a new channel is as good an answer as an error. Each gap is as
   * long as all before together, for a key has few channels to give.
   */
  #silent(running: Running): void {
    const silence = this.#silenceOf(running);
    const { alive, dead } = running.options.patience ?? IMPATIENT;
    running.waited += running.step;
    // An answer to this very command on another channel was most likely the one to it: nothing more is to come.
    const lives = running.waited > silence && running.probe === undefined && !running.foreignAnswer;
    const limit = (lives ? alive : dead) * silence;
    if (running.waited >= limit) {
      return running.settle(new CtapError(running.foreignAnswer ? 'hid-wrong-channel' : 'no-answer'));
    }
    const probe = randomBytes(NONCE_SIZE);
    running.probe = probe;
    void running.sent.then(() => this.#send(running, fragment(BROADCAST, commands.INIT, probe)));
    this.#waitOn(running, Math.min(running.waited, limit - running.waited));
  }

  #receive(report: Uint8Array): void {
    const packet = parsePacket(report);
    if (packet === undefined) return;
    const running = this.#running;
    if (packet.channel !== running?.channel) this.#onForeign(packet);
    // Nobody asked: a late answer to a request that was given up.
    if (running === undefined) return;
    if (packet.channel !== running.channel) return this.#foreign(packet, running);
    if (packet.kind === 'init') this.#initial(packet, running);
    else this.#continuation(packet, running);
  }

  /** Other programs' traffic is none of ours (11.2.4); but an answer to our own command there is worth remembering. */
  #foreign(packet: Packet, running: Running): void {
    if (packet.kind !== 'init') return;
    if (packet.command === running.command) running.foreignAnswer = true;
    if (packet.channel === BROADCAST && isLife(packet, running.probe)) running.probe = undefined;
  }

  #initial(packet: Extract<Packet, { kind: 'init' }>, running: Running): void {
    if (packet.command === commands.KEEPALIVE) {
      this.#keepalive++;
      this.#restartTimer(running);
      return this.#keepAlive(packet.data[0] ?? 0, running);
    }
    this.#in++;
    if (packet.command === commands.ERROR) return this.#error(packet.data[0] ?? 0, running);
    // A stale answer to an earlier command on this channel.
    if (packet.command !== running.command) return;
    if (packet.length > MAX_MESSAGE)
      return running.settle(new CtapError('hid-message-too-long', { length: packet.length, limit: MAX_MESSAGE }));
    running.assembly = new Assembly(packet);
    this.#restartTimer(running);
    this.#complete(running);
  }

  #continuation(packet: Extract<Packet, { kind: 'cont' }>, running: Running): void {
    this.#in++;
    // The tail of a stale answer whose head was passed over.
    if (running.assembly === undefined) return;
    if (!running.assembly.add(packet))
      return running.settle(new CtapError('hid-sequence', { sequence: packet.sequence }));
    this.#restartTimer(running);
    this.#complete(running);
  }

  #complete(running: Running): void {
    const payload = running.assembly?.payload();
    if (payload === undefined) return;
    running.assembly = undefined;
    if (running.options.accepts?.(payload) === false) return;
    running.settle(payload);
  }

  #keepAlive(status: number, running: Running): void {
    if (status === running.lastStatus) return;
    running.lastStatus = status;
    running.options.onKeepAlive?.(keepAliveNames[status] ?? String(status));
  }

  #error(code: number, running: Running): void {
    if (code === ERR_CHANNEL_BUSY) return running.settle('busy');
    running.settle(new CtapError('hid-error', { hidError: hidErrors[code] ?? code }));
  }
}

/** Whether a packet answers the question whether the key lives; a busy key may answer it with an error. */
function isLife(packet: Extract<Packet, { kind: 'init' }>, probe: Uint8Array | undefined): boolean {
  if (probe === undefined) return false;
  if (packet.command === commands.ERROR) return true;
  return packet.command === commands.INIT && equal(packet.data.subarray(0, NONCE_SIZE), probe);
}
