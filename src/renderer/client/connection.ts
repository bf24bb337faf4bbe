import type { ClientContext, ClientLink } from '@orpc/client';
import { type Connect, ConnectionRefused } from './transport.ts';

/** `lost`: a retry is likely to succeed. `ended`: it is unlikely, but retries continue. `refused`: permanent. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'ended' | 'refused';

/** The window's connection to the core, over one transport after another. */
export interface Connection {
  state(): ConnectionState;
  subscribe(listener: () => void): () => void;
  /** Returns the link of the open transport. Waits while there is none. Rejects with ConnectionRefused. */
  link(): Promise<ClientLink<ClientContext>>;
  /** Returns why the window or the core refused the connection; null in any other state. */
  refusal(): ConnectionRefused | null;
}

export interface ConnectionOptions {
  /** Delays before retries, in ms. The last one is repeated. */
  delays?: readonly number[];
  /**
   * Number of consecutive failures after which the core counts as ended. Default: never, because Electron restarts it.
   */
  endsAfter?: number;
}

const DELAYS = [200, 500, 1000, 2000];

/** Connects immediately, and again whenever the transport is lost. */
export function openConnection(
  connect: Connect,
  { delays = DELAYS, endsAfter = Number.POSITIVE_INFINITY }: ConnectionOptions = {},
): Connection {
  const listeners = new Set<() => void>();
  let state: ConnectionState = 'connecting';
  let refusal: ConnectionRefused | null = null;
  let open = Promise.withResolvers<ClientLink<ClientContext>>();

  const become = (next: ConnectionState) => {
    state = next;
    for (const listener of listeners) listener();
  };

  const attempt = async (tries: number): Promise<void> => {
    try {
      const transport = await connect();
      transport.onClose(() => {
        open = Promise.withResolvers();
        become('lost');
        void attempt(0);
      });
      open.resolve(transport.link);
      become('open');
    } catch (error) {
      if (error instanceof ConnectionRefused) {
        refusal = error;
        // Callers that wait for the connection receive the error. Without callers it is unhandled.
        open.promise.catch(() => undefined);
        open.reject(error);
        return become('refused');
      }
      become(tries + 1 < endsAfter ? 'lost' : 'ended');
      setTimeout(() => void attempt(tries + 1), delays[Math.min(tries, delays.length - 1)]);
    }
  };
  void attempt(0);

  return {
    state: () => state,
    subscribe: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    link: () => open.promise,
    refusal: () => refusal,
  };
}
