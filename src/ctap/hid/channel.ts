import { equal } from '../bytes.ts';
import { randomBytes } from '../crypto.ts';
import { CtapError, hasCtapCode } from '../errors.ts';
import { AgreementGuard } from './agreementGuard.ts';
import { type AnswerOptions, Exchange } from './exchange.ts';
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
  /** From the INIT response: protocol version, device version (major, minor, build), capability bits. */
  readonly info: {
    readonly protocolVersion: number;
    readonly deviceVersion: readonly number[];
    readonly capabilities: number;
  };
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

const NONCE_SIZE = 8;
const INIT_RESPONSE_SIZE = 17;
const SILENCE = 3000;
const TOUCH_AFTER = 1000;
/** A request that asks for no touch is answered within a second by every key; one that is not may be taken for one that does. */
const SILENT_TOUCH_FACTOR = 4;
/** Some keys miss the first INIT, or refuse it, when they were just plugged in or a program before left them amid a message. */
const INIT_ATTEMPTS = 3;
/** CHANNEL_BUSY: another program is in the middle of a transaction. Asked again after these waits, in ms. */
const BUSY_WAITS = [50, 100, 200, 400, 800];

/**
 * Opens a channel by CTAPHID_INIT (CTAP 2.3, 11.2.9.1.3).
 * @throws CtapError no-answer, channel-busy, transport-closed, response-malformed, cancelled
 */
export async function openChannel(transport: ReportTransport, options: ChannelOptions = {}): Promise<CtapHidChannel> {
  const { silence = SILENCE, touchAfter = TOUCH_AFTER } = options;
  const counts: Record<string, number> = {};
  const guard = new AgreementGuard();
  let id = BROADCAST;
  const exchange = new Exchange(transport, silence, packet => {
    if (packet.channel !== id) guard.hearForeign(packet);
  });
  let queue: Promise<unknown> = Promise.resolve();

  const transactOn = async (
    channel: number,
    name: CommandName,
    payload: Uint8Array,
    answer: AnswerOptions,
    prompt?: TouchPrompt,
  ) => {
    for (const wait of [...BUSY_WAITS, null]) {
      counts[name] = (counts[name] ?? 0) + 1;
      prompt?.start();
      const reply = await exchange.run(channel, commands[name], payload, answer).finally(() => prompt?.stop());
      if (reply !== 'busy') return reply;
      if (wait !== null) await delay(wait, answer.signal);
    }
    throw new CtapError('channel-busy');
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = queue.then(work);
    queue = mine.catch(() => undefined);
    return mine;
  };

  const allocate = async (answer: AnswerOptions): Promise<Allocation> => {
    const nonces: Uint8Array[] = [];
    // Another program may be asking for a channel at the same time; its answer is broadcast to us too.
    const accepts = (payload: Uint8Array) => nonces.some(nonce => equal(payload.subarray(0, NONCE_SIZE), nonce));
    for (;;) {
      const nonce = randomBytes(NONCE_SIZE);
      nonces.push(nonce);
      try {
        // A late answer to an earlier attempt is as good as one to this.
        const own = { ...answer, accepts, silence: silence / INIT_ATTEMPTS };
        return allocationOf(await transactOn(BROADCAST, 'INIT', nonce, own));
      } catch (error) {
        const again = hasCtapCode(error, 'no-answer', 'hid-error', 'response-malformed');
        if (!again || nonces.length === INIT_ATTEMPTS) throw error;
      }
    }
  };
  /** Takes another channel where the key knows this one no longer: it may have been without power. */
  const reallocate = async (answer: AnswerOptions) => {
    id = (await allocate(answer)).id;
    guard.expire();
  };
  /** Makes the key forget what went before on this channel (11.2.9.1.3). */
  const resynchronize = async (answer: AnswerOptions) => {
    const nonce = randomBytes(NONCE_SIZE);
    const accepts = (payload: Uint8Array) => equal(payload.subarray(0, NONCE_SIZE), nonce);
    try {
      await transactOn(id, 'INIT', nonce, { ...answer, accepts });
    } catch (error) {
      if (!isHidError(error, 'ERR_INVALID_CHANNEL')) throw error;
      await reallocate(answer);
    }
  };

  const opened = await allocate(options.signal ? { signal: options.signal } : {});
  id = opened.id;

  const send = (command: CommandName, payload: Uint8Array, answer: AnswerOptions, prompt?: TouchPrompt) => {
    if (command === 'CBOR') guard.check(payload);
    return transactOn(id, command, payload, answer, prompt);
  };
  const transact = (command: CommandName, payload: Uint8Array, answer: AnswerOptions, prompt?: TouchPrompt) =>
    inTurn(async () => {
      const signal = answer.signal ? { signal: answer.signal } : {};
      if (answer.signal?.aborted) throw new CtapError('cancelled');
      if (exchange.outOfStep) await resynchronize(signal);
      try {
        return await send(command, payload, answer, prompt);
      } catch (error) {
        // With these errors a key says that it did not get the request, so that sending it again does nothing twice.
        if (isHidError(error, 'ERR_INVALID_CHANNEL')) await reallocate(signal);
        else if (isHidError(error, 'ERR_INVALID_SEQ', 'ERR_MSG_TIMEOUT')) await resynchronize(signal);
        else throw error;
        return send(command, payload, answer, prompt);
      }
    });
  const cbor: CtapHidChannel['cbor'] = (payload, answer = {}) => {
    const { touch } = kindOf(payload);
    const after = { always: touchAfter, silently: touchAfter * SILENT_TOUCH_FACTOR, never: undefined }[touch];
    const prompt = new TouchPrompt({ after, onKeepAlive: status => answer.onKeepAlive?.(status) });
    const onKeepAlive = (status: string) => prompt.hear(status);
    return transact('CBOR', payload, { ...answer, onKeepAlive, patience: patienceFor(payload) }, prompt);
  };
  const { info } = opened;
  return {
    info,
    transact: (command, payload, answer = {}) =>
      command === 'CBOR' ? cbor(payload, answer) : transact(command, payload, answer),
    cbor,
    ping: (payload, answer = {}) => transact('PING', payload, answer),
    wink: async (answer = {}) => {
      if ((info.capabilities & CAPABILITY_WINK) === 0) throw cannotWink();
      await transact('WINK', new Uint8Array(), answer).catch((error: unknown) => {
        throw isHidError(error, 'ERR_INVALID_CMD') ? cannotWink(error) : error;
      });
    },
    lock: async (seconds, answer = {}) => {
      await transact('LOCK', Uint8Array.of(seconds), answer);
    },
    counts: () => ({ transactions: { ...counts }, reports: exchange.reports() }),
    close: () => exchange.close(),
  };
}

/** What CTAPHID_INIT gave. */
interface Allocation {
  readonly id: number;
  readonly info: CtapHidChannel['info'];
}

function allocationOf(response: Uint8Array): Allocation {
  const view = new DataView(response.buffer, response.byteOffset, response.length);
  const id = response.length < INIT_RESPONSE_SIZE ? 0 : view.getUint32(NONCE_SIZE);
  if (id === 0 || id === BROADCAST) throw new CtapError('response-malformed', { member: 'CTAPHID_INIT' });
  const info = {
    protocolVersion: view.getUint8(12),
    deviceVersion: [view.getUint8(13), view.getUint8(14), view.getUint8(15)],
    capabilities: view.getUint8(16),
  };
  return { id, info };
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
