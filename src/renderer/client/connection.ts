import type { ClientContext, ClientLink } from '@orpc/client';
import { type Connect, ConnectionRefused } from './transport.ts';

/** `lost` heals itself; `ended` very likely does not, but is still tried; `refused` is for good. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'ended' | 'refused';

/** The window's connection to the core, over however many pipes one after another. */
export interface Connection {
  state(): ConnectionState;
  subscribe(listener: () => void): () => void;
  /** The link of the open pipe; waits while there is none. Rejects with ConnectionRefused. */
  link(): Promise<ClientLink<ClientContext>>;
  /** Why the core was refused, or refuses this window; null in any other state. */
  refusal(): ConnectionRefused | null;
}

export interface ConnectionOptions {
  /** Waits before further tries, in ms; the last one is repeated. */
  delays?: readonly number[];
  /** After so many failed tries one after another the core counts as ended. Never by default: Electron starts it again. */
  endsAfter?: number;
}

const DELAYS = [200, 500, 1000, 2000];

/** Connects at once and again whenever the pipe is lost. */
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
        // A caller that waits for the connection gets the error; there may be none.
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
