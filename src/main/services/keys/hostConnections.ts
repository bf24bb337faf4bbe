import { setTimeout as sleep } from 'node:timers/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { hasCtapCode } from '../../../ctap/errors.ts';
import { CAPABILITY_CBOR, type CtapHidChannel, openChannel } from '../../../ctap/hid/channel.ts';
import type { ReportTransport } from '../../../ctap/hid/transport.ts';
import { cleanSummary } from './cleanSummary.ts';
import type { HostSources } from './hostSources.ts';
import { type KeyLock, type KeyLocks, openKeyLocks } from './keyLock.ts';
import type { ConnectionCounts, HostCommand, ToHost } from './protocol.ts';
import { cancelOn, tellingChannel } from './sentChannel.ts';

/** How long all keys together may take to answer a cancel, in ms: one may take 1500 (ctap/hid/exchange.ts). */
const CANCEL_PATIENCE = 2000;

type Open = Extract<ToHost, { type: 'open' }>;
type Transact = Extract<ToHost, { type: 'transact' }>;

interface Opened {
  readonly channel: CtapHidChannel;
  readonly key: KeySummary;
  readonly lock: KeyLock;
}

interface Connection {
  readonly keyId: string;
  readonly opened: Promise<Opened>;
  /** The key did not answer a cancel: the request may still be waiting. */
  unsettled: boolean;
}

interface Running {
  readonly connection: number;
  readonly abort: AbortController;
  readonly done: Promise<unknown>;
}

/** The open keys of a key host, and what runs on each. */
export interface HostConnections {
  open(request: Open): Promise<{ counts: ConnectionCounts; key: KeySummary }>;
  transact(
    request: Transact,
    onKeepAlive: (status: string) => void,
  ): Promise<{ payload: Uint8Array; counts: ConnectionCounts }>;
  cancel(id: number): void;
  /** Cancels running requests first. The next open of the same key waits until this is finished. */
  close(connection: number): void;
  busy(): boolean;
  cancelAll(): Promise<void>;
  end(): Promise<void>;
  /** Cancels requests that a dead Keydesk left waiting on its keys. Never rejects. */
  cancelAbandoned(locks: KeyLocks): Promise<void>;
}

/** @param locks resolves when keys can be opened */
export function createHostConnections(
  sources: Pick<HostSources, 'ownerOf'>,
  locks: () => Promise<KeyLocks>,
): HostConnections {
  const connections = new Map<number, Connection>();
  const closing = new Map<string, Promise<void>>();
  const running = new Map<number, Running>();

  const tracked = <T>(id: number, connection: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const abort = new AbortController();
    const done = work(abort.signal).finally(() => running.delete(id));
    running.set(id, { connection, abort, done });
    return done;
  };

  /** Aborts requests. Resolves when all have ended, at the latest after CANCEL_PATIENCE. */
  const cancelled = async (which: readonly Running[]): Promise<void> => {
    if (which.length === 0) return;
    for (const { abort } of which) abort.abort();
    const patience = new AbortController();
    await Promise.race([
      Promise.allSettled(which.map(({ done }) => done)),
      // Aborted because all requests have ended.
      sleep(CANCEL_PATIENCE, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
  };

  const openKey = async (keyId: string, signal: AbortSignal): Promise<Opened> => {
    const keyLocks = await locks();
    await closing.get(keyId);
    const source = sources.ownerOf(keyId);
    if (source === undefined) throw new KeydeskError('key-not-found', { keyId });
    const name = source.lockName(keyId);
    const lock = await (name === undefined ? noLocks.take(keyId, signal) : keyLocks.take(keyId, signal, name));
    try {
      const transport = await source.open(keyId);
      try {
        await settleAbandoned(transport, lock);
        const channel = await openFido2(tellingChannel(transport, lock.sends), keyId, signal);
        return { channel, key: cleanSummary(transport.key), lock };
      } catch (error) {
        await transport.close();
        throw error;
      }
    } catch (error) {
      lock.release(lock.abandoned === undefined);
      throw error;
    }
  };

  const closed = async (connection: Connection, which: readonly Running[]): Promise<void> => {
    await cancelled(which);
    // Its opener got the error. What was never open needs no closing.
    const opened = await connection.opened.catch(() => undefined);
    // A key that was pulled out cannot be closed; its lock is released all the same.
    await opened?.channel.close().catch(() => undefined);
    opened?.lock.release(!connection.unsettled);
  };

  const close = (id: number): void => {
    const connection = connections.get(id);
    if (connection === undefined) return;
    connections.delete(id);
    const which = [...running.values()].filter(({ connection }) => connection === id);
    const done = closed(connection, which);
    closing.set(connection.keyId, done);
    void done.then(() => closing.get(connection.keyId) === done && closing.delete(connection.keyId));
  };

  return {
    open: ({ id, connection, keyId }) =>
      tracked(id, connection, async signal => {
        const opened = openKey(keyId, signal);
        connections.set(connection, { keyId, opened, unsettled: false });
        try {
          const { channel, key } = await opened;
          return { counts: channel.counts(), key };
        } catch (error) {
          connections.delete(connection);
          throw error;
        }
      }),
    transact: ({ id, connection, command }, onKeepAlive) =>
      tracked(id, connection, async signal => {
        const open = connections.get(connection);
        if (open === undefined) throw new KeydeskError('key-removed');
        const { channel } = await open.opened;
        try {
          const payload = await send(channel, command, { signal, onKeepAlive });
          return { payload, counts: channel.counts() };
        } catch (error) {
          if (hasCtapCode(error, 'cancelled') && error.params.answered === false) open.unsettled = true;
          throw error;
        }
      }),
    cancel: id => running.get(id)?.abort.abort(),
    close,
    busy: () => connections.size > 0 || closing.size > 0,
    cancelAll: () => cancelled([...running.values()]),
    end: async () => {
      for (const id of connections.keys()) close(id);
      await cancelled([...running.values()]);
      await Promise.all(closing.values());
    },
    cancelAbandoned: async keyLocks => {
      for (const name of keyLocks.abandoned()) {
        // A key is locked by its id. Only practice keys are not, whose requests ended with their process.
        const source = sources.ownerOf(name);
        if (source === undefined) continue;
        const lock = keyLocks.tryTake(name);
        // The holder of the lock is alive and cancels its own requests.
        if (lock === undefined) continue;
        // A key that cannot be opened waits for nothing from here. Its next user gets the error.
        const opened = lock.abandoned === undefined ? undefined : await source.open(name).catch(() => undefined);
        if (opened !== undefined) {
          await settleAbandoned(opened, lock);
          // A key that was pulled out cannot be closed.
          await opened.close().catch(() => undefined);
        }
        lock.release(false);
      }
    },
  };
}

/** For sources whose keys no other process can reach. */
const noLocks = openKeyLocks(undefined);

async function settleAbandoned(transport: ReportTransport, lock: KeyLock): Promise<void> {
  if (lock.abandoned === undefined) return;
  try {
    await cancelOn(transport, lock.abandoned);
    lock.settle();
  } catch {
    // The key was taken out, so nothing waits on it.
  }
}

/** A channel to a key that speaks CTAP2; older keys have CTAPHID too, but U2F alone behind it (CTAP 2.3, 11.2.9.1.3). */
async function openFido2(transport: ReportTransport, keyId: string, signal: AbortSignal): Promise<CtapHidChannel> {
  const channel = await openChannel(transport, { signal });
  if ((channel.info.capabilities & CAPABILITY_CBOR) === 0) throw new KeydeskError('key-not-fido2', { keyId });
  return channel;
}

interface SendOptions {
  readonly signal: AbortSignal;
  readonly onKeepAlive: (status: string) => void;
}

async function send(channel: CtapHidChannel, command: HostCommand, options: SendOptions): Promise<Uint8Array> {
  switch (command.name) {
    case 'cbor':
      return channel.cbor(command.payload, options);
    case 'ping':
      return channel.ping(command.payload, options);
    case 'wink':
      await channel.wink(options);
      return new Uint8Array();
  }
}
