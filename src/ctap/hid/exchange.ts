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
  /** Returns false for answers to other programs. They are ignored. */
  accepts?: (payload: Uint8Array) => boolean;
  /** Default: none. */
  patience?: Patience;
  /** Overrides the exchange's default, in ms. */
  silence?: number;
}

const keepAliveNames: Readonly<Record<number, string>> = { 1: 'processing', 2: 'upneeded' };
const ERR_CHANNEL_BUSY = 0x06;
/** How long a canceled key may take to answer, in ms. Real keys take about 300. */
const CANCEL_GRACE = 1500;
const NONCE_SIZE = 8;

interface Running {
  readonly channel: number;
  readonly command: number;
  readonly options: AnswerOptions;
  assembly: Assembly | undefined;
  lastStatus: number | undefined;
  foreignAnswer: boolean;
  canceled: boolean;
  /** Resolves when every report of the request has been sent. */
  sent: Promise<void>;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Time without a packet so far, in ms, and the time until the next check. */
  waited: number;
  step: number;
  /** The nonce of the check whether the key responds. Undefined after the key has answered. */
  probe: Uint8Array | undefined;
  settle(outcome: Uint8Array | 'busy' | CtapError): void;
}

/**
 * Runs one request at a time over a transport of reports (CTAP 2.3, 11.2.5). Sends it in packets, assembles the answer,
 * follows keep-alives, cancels, and handles wrong, foreign and missing packets.
 */
export class Exchange {
  readonly #transport: ReportTransport;
  readonly #silence: number;
  readonly #onForeign: (packet: Packet) => void;
  #running: Running | undefined;
  /** Why the transport is closed. An error is created only for a request: its stack takes longer than a report. */
  #closed: { readonly cause?: unknown } | undefined;
  #outOfStep = false;
  #out = 0;
  #in = 0;
  #keepalive = 0;

  /** Creates an exchange. `onForeign` receives every packet that is not for the channel of a running request. */
  constructor(transport: ReportTransport, silence: number, onForeign: (packet: Packet) => void) {
    this.#transport = transport;
    this.#silence = silence;
    this.#onForeign = onForeign;
    transport.onReport(report => this.#receive(report));
    transport.onClosed(cause => {
      this.#closed = { cause };
      this.#running?.settle(closedError(this.#closed));
    });
  }

  reports(): { out: number; in: number; keepalive: number } {
    return { out: this.#out, in: this.#in, keepalive: this.#keepalive };
  }

  /** Returns whether the answer to an abandoned request may still arrive. It must not be used for the next request. */
  get outOfStep(): boolean {
    return this.#outOfStep;
  }

  async close(): Promise<void> {
    this.#closed ??= {};
    this.#running?.settle(closedError(this.#closed));
    await this.#transport.close();
  }

  /**
   * Returns the payload of the answer, or `busy` if the key runs a transaction with another channel. @throws CtapError
   */
  async run(
    channel: number,
    command: number,
    payload: Uint8Array,
    options: AnswerOptions,
  ): Promise<Uint8Array | 'busy'> {
    if (this.#closed !== undefined) throw closedError(this.#closed);
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
      canceled: false,
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

  /**
   * After an error frame the key no longer works on the request. After any other failure only CTAPHID_INIT ensures
   * that.
   */
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
      this.#closed ??= { cause };
      running.settle(closedError(this.#closed));
    }
  }

  /**
   * Sends CTAPHID_CANCEL. It has no answer of its own: the canceled command answers, and the channel is busy until
   * then. If the key was faster than the cancel, its answer counts. The whole request is sent first, because a CANCEL
   * between its packets would have no effect.
   */
  #cancel(running: Running): void {
    if (this.#running !== running) return;
    running.canceled = true;
    clearTimeout(running.timer);
    running.timer = setTimeout(() => running.settle(new CtapError('cancelled', { answered: false })), CANCEL_GRACE);
    void running.sent.then(() => this.#send(running, fragment(running.channel, commands.CANCEL, new Uint8Array())));
  }

  /** Call when the key has sent something for this request. */
  #restartTimer(running: Running): void {
    if (running.canceled) return;
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
   * Fails the request, or checks whether the key responds. The check is an INIT on the broadcast channel, the only
   * request that does not disturb transactions on other channels (11.2.9.1.3). Both a new channel and an error prove
   * that the key responds. Each interval is as long as all before together, because a key has few channels.
   */
  #silent(running: Running): void {
    const silence = this.#silenceOf(running);
    const { alive, dead } = running.options.patience ?? IMPATIENT;
    running.waited += running.step;
    // An answer to this command on another channel was most likely meant for this request, and no other one follows.
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
    // A late answer to a request that was abandoned.
    if (running === undefined) return;
    if (packet.channel !== running.channel) return this.#foreign(packet, running);
    if (packet.kind === 'init') this.#initial(packet, running);
    else this.#continuation(packet, running);
  }

  /** Ignores packets for other programs (11.2.4), but remembers an answer to the running command. */
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
    // A late answer to an earlier command on this channel.
    if (packet.command !== running.command) return;
    if (packet.length > MAX_MESSAGE)
      return running.settle(new CtapError('hid-message-too-long', { length: packet.length, limit: MAX_MESSAGE }));
    running.assembly = new Assembly(packet);
    this.#restartTimer(running);
    this.#complete(running);
  }

  #continuation(packet: Extract<Packet, { kind: 'cont' }>, running: Running): void {
    this.#in++;
    // The rest of a late answer whose first packet was ignored.
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

function closedError(why: { readonly cause?: unknown }): CtapError {
  return new CtapError('transport-closed', {}, why);
}

/** Returns whether a packet answers the check. A busy key may answer with an error. */
function isLife(packet: Extract<Packet, { kind: 'init' }>, probe: Uint8Array | undefined): boolean {
  if (probe === undefined) return false;
  if (packet.command === commands.ERROR) return true;
  return packet.command === commands.INIT && equal(packet.data.subarray(0, NONCE_SIZE), probe);
}
