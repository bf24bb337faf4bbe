import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { hasCtapCode } from '../../../ctap/errors.ts';
import type { CtapHidChannel } from '../../../ctap/hid/channel.ts';
import { cancelAbandoned } from './abandoned.ts';
import { type OpenedChannel, openHostChannel } from './hostChannel.ts';
import type { HostSources } from './hostSources.ts';
import type { KeyLocks } from './keyLock.ts';
import type { ConnectionCounts, HostCommand, ToHost } from './protocol.ts';
import { createRunningRequests, type RunningRequests } from './runningRequests.ts';

type Open = Extract<ToHost, { type: 'open' }>;
type Transact = Extract<ToHost, { type: 'transact' }>;

interface Connection {
  readonly keyId: string;
  readonly opened: Promise<OpenedChannel>;
  /** The key did not answer a cancel, so the request may still be waiting. */
  unsettled: boolean;
}

/** The open keys of a key host, and the requests that run on each. */
export interface HostConnections {
  open(request: Open): Promise<{ counts: ConnectionCounts; key: KeySummary }>;
  transact(
    request: Transact,
    onKeepAlive: (status: string) => void,
  ): Promise<{ payload: Uint8Array; counts: ConnectionCounts }>;
  cancel(id: number): void;
  /** Cancels running requests first. The next open of the same key waits until the close has ended. */
  close(connection: number): void;
  busy(): boolean;
  cancelAll(): Promise<void>;
  end(): Promise<void>;
  /** Cancels requests of Keydesks that died, if they are still waiting on keys. Never rejects. */
  cancelAbandoned(locks: KeyLocks): Promise<void>;
}

interface Context {
  readonly sources: Pick<HostSources, 'ownerOf'>;
  readonly locks: () => Promise<KeyLocks>;
  readonly connections: Map<number, Connection>;
  /** The running close of each key, by the key's id. */
  readonly closing: Map<string, Promise<void>>;
  readonly requests: RunningRequests;
}

/** @param locks Resolves when keys can be opened */
export function createHostConnections(
  sources: Pick<HostSources, 'ownerOf'>,
  locks: () => Promise<KeyLocks>,
): HostConnections {
  const requests = createRunningRequests();
  const context: Context = { sources, locks, connections: new Map(), closing: new Map(), requests };
  const { connections, closing } = context;
  return {
    open: request => requests.run(request.id, request.connection, signal => openConnection(context, request, signal)),
    transact: (request, onKeepAlive) =>
      requests.run(request.id, request.connection, signal => transact(context, request, { signal, onKeepAlive })),
    cancel: requests.cancel,
    close: id => closeConnection(context, id),
    busy: () => connections.size > 0 || closing.size > 0,
    cancelAll: () => requests.cancelAll(),
    end: async () => {
      for (const id of connections.keys()) closeConnection(context, id);
      await requests.cancelAll();
      await Promise.all(closing.values());
    },
    cancelAbandoned: keyLocks => cancelAbandoned(sources, keyLocks),
  };
}

async function openConnection(
  context: Context,
  { connection, keyId }: Open,
  signal: AbortSignal,
): Promise<{ counts: ConnectionCounts; key: KeySummary }> {
  const { connections } = context;
  const opened = openKey(context, keyId, signal);
  connections.set(connection, { keyId, opened, unsettled: false });
  try {
    const { channel, key } = await opened;
    return { counts: channel.counts(), key };
  } catch (error) {
    connections.delete(connection);
    throw error;
  }
}

async function openKey(
  { sources, locks, closing }: Context,
  keyId: string,
  signal: AbortSignal,
): Promise<OpenedChannel> {
  const keyLocks = await locks();
  await closing.get(keyId);
  return openHostChannel(sources, keyLocks, keyId, signal);
}

function closeConnection({ connections, closing, requests }: Context, id: number): void {
  const connection = connections.get(id);
  if (connection === undefined) return;
  connections.delete(id);
  const done = closed(connection, requests.cancelAll(id));
  closing.set(connection.keyId, done);
  void done.then(() => closing.get(connection.keyId) === done && closing.delete(connection.keyId));
}

async function closed(connection: Connection, canceled: Promise<void>): Promise<void> {
  await canceled;
  // The caller of the open got the error. If the open failed, there is nothing to close.
  const opened = await connection.opened.catch(() => undefined);
  // Closing a key that was pulled out throws. Its lock is released anyway.
  await opened?.channel.close().catch(() => undefined);
  opened?.lock.release(!connection.unsettled);
}

interface SendOptions {
  readonly signal: AbortSignal;
  readonly onKeepAlive: (status: string) => void;
}

async function transact(
  { connections }: Context,
  { connection, command }: Transact,
  options: SendOptions,
): Promise<{ payload: Uint8Array; counts: ConnectionCounts }> {
  const open = connections.get(connection);
  if (open === undefined) throw new KeydeskError('key-removed');
  const { channel } = await open.opened;
  try {
    const payload = await send(channel, command, options);
    return { payload, counts: channel.counts() };
  } catch (error) {
    if (hasCtapCode(error, 'cancelled') && error.params.answered === false) open.unsettled = true;
    throw error;
  }
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
