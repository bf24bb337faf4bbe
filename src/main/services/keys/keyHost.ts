import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { PracticeState } from '../../../contract/practice/schema.ts';
import { CtapError } from '../../../ctap/errors.ts';
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
/** How long to wait after a crash until the next host has canceled what the last one left waiting, in ms. */
const SETTLE_PATIENCE = 5000;

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
  /** The key that was opened; undefined if the host does not say. */
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
  /** Looks for keys now instead of waiting for a system event. Never rejects. */
  look(): Promise<void>;
  /** How often the host has died. A key that was opened at another number is lost. */
  generation(): number;
  open(keyId: string, options?: { signal?: AbortSignal }): Promise<KeyConnection>;
  /** The same without waiting: requests may follow at once, and fail as the opening does. */
  openAhead(keyId: string, options?: { signal?: AbortSignal }): OpeningConnection;
  practice(): PracticeState | null;
  onPractice(listener: (state: PracticeState) => void): () => void;
  act(action: PracticeAction): Promise<void>;
  /** Cancels requests that wait on keys and ends the host process for good. */
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
  /** From a crash of a host that had keys open until the next one has canceled what waits on them. */
  let settling: PromiseWithResolvers<void> | undefined;

  function setKeys(next: readonly KeySummary[]): void {
    keys = next;
    for (const listener of keyListeners) listener(keys);
  }

  function fail(requests: readonly Pending[], cause: string): void {
    for (const request of requests) request.reject(new KeydeskError('key-host-crashed', {}, { cause }));
  }

  /** Begins to wait for the next host's `settled`. Ends by itself after SETTLE_PATIENCE. */
  function settle(): PromiseWithResolvers<void> {
    const wait = Promise.withResolvers<void>();
    const patience = setTimeout(wait.resolve, SETTLE_PATIENCE);
    void wait.promise.then(() => {
      clearTimeout(patience);
      if (settling === wait) settling = undefined;
    });
    return wait;
  }

  function died(detail: string, hopeless: boolean): void {
    // Later callers of ready() wait for the next host.
    if (firstList.settled()) firstList = listToCome();
    if (hopeless) firstList.reject(new KeydeskError('key-host-crashed', {}, { cause: detail }));
    generation++;
    // A key may still wait for a touch, which would carry out what is reported as failed. So the next host cancels it first.
    const lost = [...pending.values()];
    if (nextConnection > 1 && !hopeless) settling ??= settle();
    if (settling === undefined) fail(lost, detail);
    else void settling.promise.then(() => fail(lost, detail));
    if (hopeless) settling?.resolve();
    setKeys([]);
  }

  function receive(message: FromHost): void {
    if (message.type === 'keys') {
      problems = (message.problems ?? []).map(fromHostFailure).filter(isKeydeskError);
      setKeys(message.keys);
      // Later callers of ready() succeed, even if earlier ones failed.
      if (firstList.settled()) firstList = listToCome();
      firstList.resolve();
    } else if (message.type === 'practice') {
      practice = message.state;
      for (const listener of practiceListeners) listener(message.state);
    } else if (message.type === 'keepAlive') {
      pending.get(message.id)?.onKeepAlive?.(message.status);
    } else if (message.type === 'reply') {
      pending.get(message.id)?.resolve(message);
    } else if (message.type === 'settled') {
      settling?.resolve();
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
    const born = generation;
    let patience: NodeJS.Timeout | undefined;
    const cancel = () => {
      life.post({ type: 'cancel', id });
      // A canceled request ends even if the host or the key hangs. After a crash it ends as crashed.
      const giveUp = () => {
        if (born === generation) pending.get(id)?.reject(new CtapError('cancelled', { answered: false }));
      };
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
      // A host that died is started again, and looks by itself.
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
      await settling?.promise;
      await life.end();
      generation++;
      fail([...pending.values()], 'closed');
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
  // A rejection that no caller waits for is not an error.
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
