import { KeydeskError } from '../../../contract/errors/errors.ts';
import { CtapError } from '../../../ctap/errors.ts';
import { fromHostFailure } from './hostFailure.ts';
import type { FromHost, ToHost } from './protocol.ts';

/** How long the host may take to answer a cancel, in ms. A key may take less (ctap/hid/exchange.ts). */
const CANCEL_PATIENCE = 2500;

export interface TransactOptions {
  signal?: AbortSignal;
  /** Called at each change of the keep-alive status. */
  onKeepAlive?: (status: string) => void;
}

export type Reply = Extract<FromHost, { type: 'reply' }>;

/** Requests to the key host that wait for a reply. */
export interface HostRequests {
  /** Sends a request. @throws KeydeskError cancelled, key-host-crashed, and the failure that the host returns */
  send(make: (id: number) => ToHost, options?: TransactOptions): Promise<Reply>;
  /** Sends a message without a reply. Does nothing after `close`. */
  tell(message: ToHost): void;
  /** Passes a message of the host to the request that it belongs to. */
  receive(message: Extract<FromHost, { type: 'reply' | 'failed' | 'keepAlive' }>): void;
  /** Returns how often the host has died. */
  generation(): number;
  /**
   * Call when the host has died. Rejects all waiting requests with `key-host-crashed`.
   * @param settled A promise to wait for before that
   */
  lost(cause: string, settled: Promise<void> | undefined): void;
  /** Refuses further requests. */
  close(): void;
}

interface Pending {
  resolve(reply: Reply): void;
  reject(error: Error): void;
  onKeepAlive: ((status: string) => void) | undefined;
}

/** @param post Sends a message to the host. Returns false if there is no host */
export function createHostRequests(post: (message: ToHost) => boolean): HostRequests {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let generation = 0;
  let closed = false;

  const send: HostRequests['send'] = (make, { signal, onKeepAlive } = {}) => {
    if (signal?.aborted) return Promise.reject(new KeydeskError('cancelled'));
    if (closed) return Promise.reject(new KeydeskError('key-host-crashed'));
    const id = nextId++;
    const born = generation;
    let patience: NodeJS.Timeout | undefined;
    const cancel = () => {
      post({ type: 'cancel', id });
      // A canceled request ends even if the host or the key hangs. After a crash it ends with key-host-crashed.
      const giveUp = () => {
        if (born === generation) pending.get(id)?.reject(new CtapError('cancelled', { answered: false }));
      };
      patience = setTimeout(giveUp, CANCEL_PATIENCE);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    return new Promise<Reply>((resolve, reject) => {
      pending.set(id, { resolve, reject, onKeepAlive });
      if (!post(make(id))) reject(new KeydeskError('key-host-crashed'));
    }).finally(() => {
      clearTimeout(patience);
      pending.delete(id);
      signal?.removeEventListener('abort', cancel);
    });
  };

  return {
    send,
    tell: message => {
      if (!closed) post(message);
    },
    receive: message => {
      const request = pending.get(message.id);
      if (message.type === 'reply') request?.resolve(message);
      else if (message.type === 'failed') request?.reject(fromHostFailure(message.failure));
      else request?.onKeepAlive?.(message.status);
    },
    generation: () => generation,
    lost: (cause, settled) => {
      generation++;
      const lost = [...pending.values()];
      const fail = () => {
        for (const request of lost) request.reject(new KeydeskError('key-host-crashed', {}, { cause }));
      };
      if (settled === undefined) fail();
      else void settled.then(fail);
    },
    close: () => {
      closed = true;
    },
  };
}
