import { CtapError, hasCtapCode } from '../errors.ts';
import { AgreementGuard } from './agreementGuard.ts';
import { type AnswerOptions, Exchange } from './exchange.ts';
import { type Allocation, allocate, answersTo, newNonce } from './init.ts';
import { BROADCAST, type CommandName, commands } from './packets.ts';
import { patienceFor } from './patience.ts';
import { kindOf } from './requests.ts';
import { TouchPrompt } from './touchPrompt.ts';
import type { ReportTransport } from './transport.ts';

export interface ChannelOptions {
  signal?: AbortSignal;
  /**
   * Time without a packet from the key, in ms, after which the channel checks whether the key responds. A keep-alive
   * counts as a packet. patience.ts decides how often this is repeated before the request fails. Default 3000.
   */
  silence?: number;
  /**
   * Time, in ms, after which the user is asked for a touch (`upneeded`) if the request may need one, even if the key
   * does not ask (touchPrompt.ts). Default 1000.
   */
  touchAfter?: number;
}

interface TransactOptions {
  signal?: AbortSignal;
  /**
   * Called once per change of status: `processing`, `upneeded`, or the number of a status that the specification does
   * not name.
   */
  onKeepAlive?: (status: string) => void;
}

/** Statistics of a channel: CTAPHID transactions by name, and 64-byte reports. */
interface ChannelCounts {
  transactions: Readonly<Record<string, number>>;
  reports: { readonly out: number; readonly in: number; readonly keepalive: number };
}

/**
 * A CTAPHID channel on a key. It runs one transaction at a time and queues the others. If the key no longer knows the
 * channel, a new one is allocated automatically.
 */
export interface CtapHidChannel {
  readonly info: Allocation['info'];
  transact(command: CommandName, payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  /**
   * Sends a CTAP2 command byte with its parameters and returns the status byte with the response.
   * @throws CtapError agreement-stale, before anything is sent, if the request contains a PIN and the key may have
   * discarded the key agreement (agreementGuard.ts)
   */
  cbor(payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  ping(payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  /** Makes the key blink. @throws CtapError unsupported if the key cannot blink */
  wink(options?: TransactOptions): Promise<void>;
  /** Blocks other channels for 0 to 10 seconds. 0 releases the lock. */
  lock(seconds: number, options?: TransactOptions): Promise<void>;
  counts(): ChannelCounts;
  close(): Promise<void>;
}

/** The bits of `info.capabilities` for features besides U2F (CTAP 2.3, 11.2.9.1.3). */
export const CAPABILITY_CBOR = 0x04;
const CAPABILITY_WINK = 0x01;

const SILENCE = 3000;
const TOUCH_AFTER = 1000;
/** Every key answers a request without a touch within a second. If one does not, the key may be waiting for a touch. */
const SILENT_TOUCH_FACTOR = 4;
/** CHANNEL_BUSY: another program runs a transaction. The request is retried after these delays, in ms. */
const BUSY_WAITS = [50, 100, 200, 400, 800];

/**
 * Opens a channel by CTAPHID_INIT (CTAP 2.3, 11.2.9.1.3).
 * @throws CtapError no-answer, channel-busy, transport-closed, response-malformed, cancelled
 */
export async function openChannel(transport: ReportTransport, options: ChannelOptions = {}): Promise<CtapHidChannel> {
  const channel = new Channel(transport, options);
  await channel.open(options.signal ? { signal: options.signal } : {});
  return channel;
}

class Channel implements CtapHidChannel {
  readonly #exchange: Exchange;
  readonly #silence: number;
  readonly #touchAfter: number;
  readonly #guard = new AgreementGuard();
  readonly #counts: Record<string, number> = {};
  #allocation: Allocation = { id: BROADCAST, info: { protocolVersion: 0, deviceVersion: [], capabilities: 0 } };
  #queue: Promise<unknown> = Promise.resolve();

  constructor(transport: ReportTransport, { silence = SILENCE, touchAfter = TOUCH_AFTER }: ChannelOptions) {
    this.#silence = silence;
    this.#touchAfter = touchAfter;
    this.#exchange = new Exchange(transport, silence, packet => {
      if (packet.channel !== this.#allocation.id) this.#guard.hearForeign(packet);
    });
  }

  async open(answer: AnswerOptions): Promise<void> {
    const ask = (nonce: Uint8Array, own: AnswerOptions) => this.#transactOn(BROADCAST, 'INIT', nonce, own);
    this.#allocation = await allocate(ask, this.#silence, answer);
  }

  get info(): CtapHidChannel['info'] {
    return this.#allocation.info;
  }

  transact(command: CommandName, payload: Uint8Array, answer: TransactOptions = {}): Promise<Uint8Array> {
    return command === 'CBOR' ? this.cbor(payload, answer) : this.#transact(command, payload, answer);
  }

  cbor(payload: Uint8Array, answer: TransactOptions = {}): Promise<Uint8Array> {
    const { touch } = kindOf(payload);
    const after = { always: this.#touchAfter, silently: this.#touchAfter * SILENT_TOUCH_FACTOR, never: undefined }[
      touch
    ];
    const { signal } = answer;
    const prompt = new TouchPrompt({ after, signal, onKeepAlive: status => answer.onKeepAlive?.(status) });
    const onKeepAlive = (status: string) => prompt.hear(status);
    return this.#transact('CBOR', payload, { ...answer, onKeepAlive, patience: patienceFor(payload) }, prompt);
  }

  ping(payload: Uint8Array, answer: TransactOptions = {}): Promise<Uint8Array> {
    return this.#transact('PING', payload, answer);
  }

  async wink(answer: TransactOptions = {}): Promise<void> {
    if ((this.info.capabilities & CAPABILITY_WINK) === 0) throw cannotWink();
    await this.#transact('WINK', new Uint8Array(), answer).catch((error: unknown) => {
      throw isHidError(error, 'ERR_INVALID_CMD') ? cannotWink(error) : error;
    });
  }

  async lock(seconds: number, answer: TransactOptions = {}): Promise<void> {
    await this.#transact('LOCK', Uint8Array.of(seconds), answer);
  }

  counts(): ChannelCounts {
    return { transactions: { ...this.#counts }, reports: this.#exchange.reports() };
  }

  close(): Promise<void> {
    return this.#exchange.close();
  }

  /** Waits in the queue and sends. Retries once if the key reports that it did not receive the request. */
  #transact(
    command: CommandName,
    payload: Uint8Array,
    answer: AnswerOptions,
    prompt?: TouchPrompt,
  ): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      const own = answer.signal ? { signal: answer.signal } : {};
      if (answer.signal?.aborted) throw new CtapError('cancelled');
      if (this.#exchange.outOfStep) await this.#resynchronize(own);
      try {
        return await this.#send(command, payload, answer, prompt);
      } catch (error) {
        if (isHidError(error, 'ERR_INVALID_CHANNEL')) await this.#reallocate(own);
        else if (isHidError(error, 'ERR_INVALID_SEQ', 'ERR_MSG_TIMEOUT')) await this.#resynchronize(own);
        else throw error;
        return this.#send(command, payload, answer, prompt);
      }
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#queue.then(work);
    // The next transaction runs even if this one failed. The caller of this one receives the error.
    this.#queue = mine.catch(() => undefined);
    return mine;
  }

  #send(command: CommandName, payload: Uint8Array, answer: AnswerOptions, prompt?: TouchPrompt): Promise<Uint8Array> {
    if (command === 'CBOR') this.#guard.check(payload);
    return this.#transactOn(this.#allocation.id, command, payload, answer, prompt);
  }

  async #transactOn(
    id: number,
    name: CommandName,
    payload: Uint8Array,
    answer: AnswerOptions,
    prompt?: TouchPrompt,
  ): Promise<Uint8Array> {
    for (const wait of [...BUSY_WAITS, null]) {
      this.#counts[name] = (this.#counts[name] ?? 0) + 1;
      prompt?.start();
      const reply = await this.#exchange.run(id, commands[name], payload, answer).finally(() => prompt?.stop());
      if (reply !== 'busy') return reply;
      if (wait !== null) await delay(wait, answer.signal);
    }
    throw new CtapError('channel-busy');
  }

  /** Allocates another channel if the key no longer knows this one, which may mean that it lost power. */
  async #reallocate(answer: AnswerOptions): Promise<void> {
    await this.open(answer);
    this.#guard.expire();
  }

  /** Makes the key discard earlier requests on this channel. */
  async #resynchronize(answer: AnswerOptions): Promise<void> {
    const nonce = newNonce();
    try {
      await this.#transactOn(this.#allocation.id, 'INIT', nonce, { ...answer, accepts: answersTo([nonce]) });
    } catch (error) {
      if (!isHidError(error, 'ERR_INVALID_CHANNEL')) throw error;
      await this.#reallocate(answer);
    }
  }
}

function isHidError(error: unknown, ...names: string[]): error is CtapError {
  return hasCtapCode(error, 'hid-error') && names.includes(String(error.params.hidError));
}

function cannotWink(cause?: unknown): CtapError {
  return new CtapError('unsupported', { what: 'wink' }, { cause });
}

function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(new CtapError('cancelled'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    }, ms);
    signal?.addEventListener('abort', cancel, { once: true });
  });
}
