import { errorCodes, KeydeskError } from '../../contract/errors.ts';
import type { KeySummary } from '../../contract/keys.ts';
import type { PracticeState } from '../../contract/system.ts';
import { CtapError, type CtapErrorCode } from '../../ctap/errors.ts';
import type {
  ConnectionCounts,
  FromHost,
  HostCommand,
  HostConfiguration,
  HostFailure,
  KeyHostProcess,
  PracticeAction,
  ToHost,
} from './protocol.ts';

/** Wait before a key host that died is started again, in ms: at once the first time, then longer up to the last. */
const RESTART_DELAYS = [0, 200, 1000, 5000];
/** A host that lived this long, in ms, has earned an immediate restart again. */
const STABLE = 10_000;

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
  readonly opened: Promise<void>;
}

/** The core's side of the key host. It outlives any crash of the host: what was running fails, the host comes back. */
export interface KeyHost {
  keys(): readonly KeySummary[];
  /** Resolves when the first list of keys has come. @throws KeydeskError key-host-crashed when no start brings one */
  ready(): Promise<void>;
  onKeys(listener: (keys: readonly KeySummary[]) => void): () => void;
  open(keyId: string, options?: { signal?: AbortSignal }): Promise<KeyConnection>;
  /** The same without waiting: requests may follow at once, and fail as the opening does. */
  openAhead(keyId: string, options?: { signal?: AbortSignal }): OpeningConnection;
  practice(): PracticeState | null;
  onPractice(listener: (state: PracticeState) => void): () => void;
  act(action: PracticeAction): Promise<void>;
  /** Ends the host process for good. */
  close(): void;
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
  let practice: PracticeState | null = null;
  let nextId = 1;
  let nextConnection = 1;
  let closed = false;
  let failures = 0;
  let generation = 0;
  let restart: NodeJS.Timeout | undefined;
  let host = start();

  function start(): KeyHostProcess {
    const process = spawn();
    const startedAt = Date.now();
    process.onMessage(receive);
    process.onExit(detail => {
      if (closed || process !== host) return;
      failures = Date.now() - startedAt > STABLE ? 0 : failures + 1;
      died(detail);
      const last = RESTART_DELAYS.length - 1;
      if (failures >= last) firstList.reject(new KeydeskError('key-host-crashed', {}, { cause: detail }));
      restart = setTimeout(() => {
        host = start();
      }, RESTART_DELAYS[Math.min(failures, last)]);
    });
    process.post({ type: 'configure', configuration });
    return process;
  }

  function died(detail: string): void {
    generation++;
    for (const request of pending.values()) request.reject(new KeydeskError('key-host-crashed', {}, { cause: detail }));
    pending.clear();
    setKeys([]);
  }

  function setKeys(next: readonly KeySummary[]): void {
    keys = next;
    for (const listener of keyListeners) listener(keys);
  }

  function receive(message: FromHost): void {
    if (message.type === 'keys') {
      setKeys(message.keys);
      // Those who ask from now on get the good news, even where others were told that there is no hope.
      firstList.resolve();
      firstList = listToCome();
      firstList.resolve();
    } else if (message.type === 'practice') {
      practice = message.state;
      for (const listener of practiceListeners) listener(message.state);
    } else if (message.type === 'keepAlive') {
      pending.get(message.id)?.onKeepAlive?.(message.status);
    } else {
      const request = pending.get(message.id);
      pending.delete(message.id);
      if (message.type === 'reply') request?.resolve(message);
      else request?.reject(toError(message.failure));
    }
  }

  function request(make: (id: number) => ToHost, options: TransactOptions = {}): Promise<Reply> {
    if (options.signal?.aborted) return Promise.reject(new KeydeskError('cancelled'));
    if (closed) return Promise.reject(new KeydeskError('key-host-crashed'));
    const id = nextId++;
    const cancel = () => host.post({ type: 'cancel', id });
    options.signal?.addEventListener('abort', cancel, { once: true });
    return new Promise<Reply>((resolve, reject) => {
      pending.set(id, { resolve, reject, onKeepAlive: options.onKeepAlive });
      host.post(make(id));
    }).finally(() => options.signal?.removeEventListener('abort', cancel));
  }

  function openAhead(keyId: string, options: { signal?: AbortSignal } = {}): OpeningConnection {
    const connection = nextConnection++;
    const born = generation;
    let counts: ConnectionCounts = { transactions: {}, reports: { out: 0, in: 0, keepalive: 0 } };
    const opened = request(id => ({ type: 'open', id, connection, keyId }), options).then(reply => {
      counts = reply.counts ?? counts;
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
        if (born === generation && !closed) host.post({ type: 'close', connection });
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
    ready: () => firstList.promise,
    onKeys: listener => subscribe(keyListeners, listener),
    open,
    openAhead,
    practice: () => practice,
    onPractice: listener => subscribe(practiceListeners, listener),
    act: async action => {
      await request(id => ({ type: 'practice', id, action }));
    },
    close: () => {
      closed = true;
      clearTimeout(restart);
      died('closed');
      host.kill();
    },
  };
}

function listToCome(): PromiseWithResolvers<void> {
  const list = Promise.withResolvers<void>();
  // Nobody need be waiting for it.
  list.promise.catch(() => undefined);
  return list;
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function toError(failure: HostFailure): Error {
  const options = failure.cause === null ? {} : { cause: failure.cause };
  const own = errorCodes.find(code => code === failure.code);
  if (own !== undefined) return new KeydeskError(own, failure.params, options);
  return new CtapError(failure.code as CtapErrorCode, failure.params, options);
}
