import { equal } from '../bytes.ts';
import { randomBytes } from '../crypto.ts';
import { CtapError } from '../errors.ts';
import { type AnswerOptions, Exchange } from './exchange.ts';
import { BROADCAST, type CommandName, commands } from './packets.ts';
import type { ReportTransport } from './transport.ts';

export interface ChannelOptions {
  signal?: AbortSignal;
  /** Longest silence, in ms, before a key counts as not answering; keep-alives end a silence. Default 3000. */
  silence?: number;
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

/** A CTAPHID channel of one's own on a key. One transaction at a time; further ones wait their turn. */
export interface CtapHidChannel {
  /** From the INIT response: protocol version, device version (major, minor, build), capability bits. */
  readonly info: {
    readonly protocolVersion: number;
    readonly deviceVersion: readonly number[];
    readonly capabilities: number;
  };
  transact(command: CommandName, payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  /** A CTAP2 command byte and its parameters; gives the status byte and the response. */
  cbor(payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  ping(payload: Uint8Array, options?: TransactOptions): Promise<Uint8Array>;
  wink(options?: TransactOptions): Promise<void>;
  /** Keeps other channels away for 0 to 10 seconds; 0 lets go. */
  lock(seconds: number, options?: TransactOptions): Promise<void>;
  counts(): ChannelCounts;
  close(): Promise<void>;
}

/** The bit of `info.capabilities` that says a key speaks CTAP2. */
export const CAPABILITY_CBOR = 0x04;

const NONCE_SIZE = 8;
const INIT_RESPONSE_SIZE = 17;
const SILENCE = 3000;
/** CHANNEL_BUSY: another program is in the middle of a transaction. Asked again after these waits, in ms. */
const BUSY_WAITS = [50, 100, 200, 400, 800];

/**
 * Opens a channel by CTAPHID_INIT (CTAP 2.3, 11.2.9.1.3).
 * @throws CtapError no-answer, channel-busy, transport-closed, response-malformed, cancelled
 */
export async function openChannel(transport: ReportTransport, options: ChannelOptions = {}): Promise<CtapHidChannel> {
  const counts: Record<string, number> = {};
  const exchange = new Exchange(transport, options.silence ?? SILENCE);
  let queue: Promise<unknown> = Promise.resolve();

  const transactOn = async (channel: number, name: CommandName, payload: Uint8Array, answer: AnswerOptions) => {
    for (const wait of [...BUSY_WAITS, null]) {
      counts[name] = (counts[name] ?? 0) + 1;
      const reply = await exchange.run(channel, commands[name], payload, answer);
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

  // Gives a new channel, or on one's own makes the key forget what went before (11.2.9.1.3).
  const init = (channel: number, answer: AnswerOptions = {}) => {
    const nonce = randomBytes(NONCE_SIZE);
    // Another program may be asking for a channel at the same time; its answer is broadcast to us too.
    const accepts = (payload: Uint8Array) => equal(payload.subarray(0, NONCE_SIZE), nonce);
    return transactOn(channel, 'INIT', nonce, { ...answer, accepts });
  };

  const response = await init(BROADCAST, options.signal ? { signal: options.signal } : {});
  const view = new DataView(response.buffer, response.byteOffset, response.length);
  const id = response.length < INIT_RESPONSE_SIZE ? 0 : view.getUint32(NONCE_SIZE);
  if (id === 0 || id === BROADCAST) throw new CtapError('response-malformed', { member: 'CTAPHID_INIT' });

  const transact: CtapHidChannel['transact'] = (command, payload, answer = {}) =>
    inTurn(async () => {
      if (answer.signal?.aborted) throw new CtapError('cancelled');
      if (exchange.outOfStep) await init(id);
      return transactOn(id, command, payload, answer);
    });
  return {
    info: {
      protocolVersion: view.getUint8(12),
      deviceVersion: [view.getUint8(13), view.getUint8(14), view.getUint8(15)],
      capabilities: view.getUint8(16),
    },
    transact,
    cbor: (payload, answer) => transact('CBOR', payload, answer),
    ping: (payload, answer) => transact('PING', payload, answer),
    wink: async answer => {
      await transact('WINK', new Uint8Array(), answer);
    },
    lock: async (seconds, answer) => {
      await transact('LOCK', Uint8Array.of(seconds), answer);
    },
    counts: () => ({ transactions: { ...counts }, reports: exchange.reports() }),
    close: () => exchange.close(),
  };
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
