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
   * Silence, in ms, after which a key is asked whether it lives; keep-alives end a silence. How often it is asked before it
   * counts as not answering depends on the request (patience.ts). Default 3000.
   */
  silence?: number;
  /**
   * Time, in ms, after which the user is asked for a touch (`upneeded`) by a request that may want one, whatever the key
   * says (touchPrompt.ts). Default 1000.
   */
  touchAfter?: number;
}

interface TransactOptions {
  signal?: AbortSignal;
  /** Called once per change of status: `processing`, `upneeded`, or the number of one the specification does not name. */
  onKeepAlive?: (status: string) => void;
}

/** What a connection has cost: CTAPHID transactions by name, and 64-byte reports. */
interface ChannelCounts {
  transactions: Readonly<Record<string, number>>;
  reports: { readonly out: number; readonly in: number; readonly keepalive: number };
}

/**
 * A CTAPHID channel of one's own on a key. One transaction at a time; further ones wait their turn. A key that has
 * forgotten the channel gives a new one, unnoticed by whoever sends.
 */
export interface CtapHidChannel {
  readonly info: Allocation['info'];
  transact(command: CommandName, payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  /**
   * Sends a CTAP2 command byte with its parameters and returns the status byte with the response.
   * @throws CtapError agreement-stale, before anything is sent, where a PIN would go out under a key agreement that the key
   * may have given up (agreementGuard.ts)
   */
  cbor(payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  ping(payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  /** @throws CtapError unsupported where the key cannot blink */
  wink(options?: TransactOptions): Promise<void>;
  /** Keeps other channels away for 0 to 10 seconds; 0 lets go. */
  lock(seconds: number, options?: TransactOptions): Promise<void>;
  counts(): ChannelCounts;
  close(): Promise<void>;
}

/** The bits of `info.capabilities` that say what a key can do besides U2F (CTAP 2.3, 11.2.9.1.3). */
export const CAPABILITY_CBOR = 0x04;
const CAPABILITY_WINK = 0x01;

const SILENCE = 3000;
const TOUCH_AFTER = 1000;
/** Every key answers a request that wants no touch within a second; one that is not answered may be taken for one that does. */
const SILENT_TOUCH_FACTOR = 4;
/** CHANNEL_BUSY: another program is in the middle of a transaction. Asked again after these waits, in ms. */
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

  /** Waits for its turn and sends; once more where the key says that it did not get the request. */
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
    // The next one takes its turn whether this one failed or not. Its caller gets the error.
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

  /** Takes another channel where the key knows this one no longer: it may have been without power. */
  async #reallocate(answer: AnswerOptions): Promise<void> {
    await this.open(answer);
    this.#guard.expire();
  }

  /** Makes the key forget what went before on this channel. */
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
