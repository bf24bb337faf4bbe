import { KeydeskError } from '../../contract/errors.ts';
import type { KeySummary } from '../../contract/keys.ts';
import type { PracticeState } from '../../contract/system.ts';
import { CtapError } from '../../ctap/errors.ts';
import { fromHostFailure } from './hostFailure.ts';
import { startHostLife } from './hostLife.ts';
import type {
  ConnectionCounts,
  FromHost,
  HostCommand,
  HostConfiguration,
  KeyHostProcess,
  PracticeAction,
  ToHost,
} from './protocol.ts';

/** How long the host may take to answer a cancel, in ms: longer than a key may take (ctap/hid/exchange.ts). */
const CANCEL_PATIENCE = 2500;

export interface TransactOptions {
  signal?: AbortSignal;
  /** Called once per change of the keep-alive status. */
  onKeepAlive?: (status: string) => void;
}

/** One open key: a CTAPHID channel in the key host. Errors are CtapErrors, or KeydeskErrors of the host itself. */
export interface KeyConnection {
  readonly keyId: string;
  transact(command: HostCommand, options?: TransactOptions): Promise<Uint8Array>;
  counts(): ConnectionCounts;
  close(): void;
}

export interface OpeningConnection extends KeyConnection {
  /** Which key is at that address now; undefined where the host does not tell. */
  readonly opened: Promise<KeySummary | undefined>;
}

/** The core's side of the key host. It outlives any crash of the host: what was running fails, the host comes back. */
export interface KeyHost {
  keys(): readonly KeySummary[];
  /** Why some source of keys cannot be used now. */
  problems(): readonly KeydeskError[];
  /** Resolves when the running host has told its first list of keys. @throws KeydeskError key-host-crashed when no start brings one */
  ready(): Promise<void>;
  onKeys(listener: (keys: readonly KeySummary[]) => void): () => void;
  /** Looks for keys now, for those who cannot wait for an event of the system. Never rejects. */
  look(): Promise<void>;
  /** Counts the deaths of the host: an open key of another number is lost. */
  generation(): number;
  open(keyId: string, options?: { signal?: AbortSignal }): Promise<KeyConnection>;
  /** The same without waiting: requests may follow at once, and fail as the opening does. */
  openAhead(keyId: string, options?: { signal?: AbortSignal }): OpeningConnection;
  practice(): PracticeState | null;
  onPractice(listener: (state: PracticeState) => void): () => void;
  act(action: PracticeAction): Promise<void>;
  /** Cancels what waits on the keys and ends the host process for good. */
  close(): Promise<void>;
}

type Reply = Extract<FromHost, { type: 'reply' }>;

interface Pending {
  resolve(reply: Reply): void;
  reject(error: Error): void;
  onKeepAlive: ((status: string) => void) | undefined;
}

export function startKeyHost(spawn: () => KeyHostProcess, configuration: HostConfiguration): KeyHost {
  const keyListeners = new Set<(keys: readonly KeySummary[]) => void>();
  const practiceListeners = new Set<(state: PracticeState) => void>();
  const pending = new Map<number, Pending>();
  let firstList = listToCome();
  let keys: readonly KeySummary[] = [];
  let problems: readonly KeydeskError[] = [];
  let practice: PracticeState | null = null;
  let nextId = 1;
  let nextConnection = 1;
  let closed = false;
  let generation = 0;

  function setKeys(next: readonly KeySummary[]): void {
    keys = next;
    for (const listener of keyListeners) listener(keys);
  }

  function lose(cause: string): void {
    generation++;
    for (const request of pending.values()) request.reject(new KeydeskError('key-host-crashed', {}, { cause }));
    pending.clear();
  }

  function died(detail: string, hopeless: boolean): void {
    // Those who ask from now on wait for the next host.
    if (firstList.settled()) firstList = listToCome();
    if (hopeless) firstList.reject(new KeydeskError('key-host-crashed', {}, { cause: detail }));
    lose(detail);
    setKeys([]);
  }

  function receive(message: FromHost): void {
    if (message.type === 'keys') {
      problems = (message.problems ?? []).map(fromHostFailure).filter(isKeydeskError);
      setKeys(message.keys);
      // Those who ask from now on get the good news, even where others were told that there is no hope.
      if (firstList.settled()) firstList = listToCome();
      firstList.resolve();
    } else if (message.type === 'practice') {
      practice = message.state;
      for (const listener of practiceListeners) listener(message.state);
    } else if (message.type === 'keepAlive') {
      pending.get(message.id)?.onKeepAlive?.(message.status);
    } else if (message.type === 'reply') {
      pending.get(message.id)?.resolve(message);
    } else if (message.type === 'failed') {
      pending.get(message.id)?.reject(fromHostFailure(message.failure));
    }
  }

  const life = startHostLife(spawn, {
    greeting: { type: 'configure', configuration },
    onMessage: receive,
    onDeath: died,
  });

  function request(make: (id: number) => ToHost, options: TransactOptions = {}): Promise<Reply> {
    if (options.signal?.aborted) return Promise.reject(new KeydeskError('cancelled'));
    if (closed) return Promise.reject(new KeydeskError('key-host-crashed'));
    const id = nextId++;
    let patience: NodeJS.Timeout | undefined;
    const cancel = () => {
      life.post({ type: 'cancel', id });
      // Whoever gives up does not depend on a host or a key that hangs.
      const giveUp = () => pending.get(id)?.reject(new CtapError('cancelled', { answered: false }));
      patience = setTimeout(giveUp, CANCEL_PATIENCE);
    };
    options.signal?.addEventListener('abort', cancel, { once: true });
    return new Promise<Reply>((resolve, reject) => {
      pending.set(id, { resolve, reject, onKeepAlive: options.onKeepAlive });
      if (!life.post(make(id))) reject(new KeydeskError('key-host-crashed'));
    }).finally(() => {
      clearTimeout(patience);
      pending.delete(id);
      options.signal?.removeEventListener('abort', cancel);
    });
  }

  function openAhead(keyId: string, options: { signal?: AbortSignal } = {}): OpeningConnection {
    const connection = nextConnection++;
    const born = generation;
    let counts: ConnectionCounts = { transactions: {}, reports: { out: 0, in: 0, keepalive: 0 } };
    const opened = request(id => ({ type: 'open', id, connection, keyId }), options).then(reply => {
      counts = reply.counts ?? counts;
      return reply.key;
    });
    return {
      keyId,
      opened,
      transact: async (command, transactOptions) => {
        if (born !== generation) throw new KeydeskError('key-host-crashed');
        const answer = await request(id => ({ type: 'transact', id, connection, command }), transactOptions);
        counts = answer.counts ?? counts;
        return answer.payload ?? new Uint8Array();
      },
      counts: () => counts,
      close: () => {
        if (born === generation && !closed) life.post({ type: 'close', connection });
      },
    };
  }

  async function open(keyId: string, options?: { signal?: AbortSignal }): Promise<KeyConnection> {
    const connection = openAhead(keyId, options);
    await connection.opened;
    return connection;
  }

  return {
    keys: () => keys,
    problems: () => problems,
    ready: () => firstList.promise,
    onKeys: listener => subscribe(keyListeners, listener),
    look: async () => {
      await request(id => ({ type: 'look', id })).catch(() => undefined);
    },
    generation: () => generation,
    open,
    openAhead,
    practice: () => practice,
    onPractice: listener => subscribe(practiceListeners, listener),
    act: async action => {
      await request(id => ({ type: 'practice', id, action }));
    },
    close: async () => {
      closed = true;
      await life.end();
      lose('closed');
      setKeys([]);
    },
  };
}

function isKeydeskError(error: Error): error is KeydeskError {
  return error instanceof KeydeskError;
}

interface ListToCome extends PromiseWithResolvers<void> {
  settled(): boolean;
}

function listToCome(): ListToCome {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let settled = false;
  // Nobody need be waiting for it.
  promise.catch(() => undefined);
  return {
    promise,
    resolve: () => {
      settled = true;
      resolve();
    },
    reject: reason => {
      settled = true;
      reject(reason);
    },
    settled: () => settled,
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
