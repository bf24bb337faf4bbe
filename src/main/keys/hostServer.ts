import { KeydeskError } from '../../contract/errors.ts';
import { CtapError } from '../../ctap/errors.ts';
import { CAPABILITY_CBOR, type CtapHidChannel, openChannel } from '../../ctap/hid/channel.ts';
import type { ReportTransport } from '../../ctap/hid/transport.ts';
import { hidSource } from './hidSource.ts';
import { type PracticeSource, practiceSource } from './practiceSource.ts';
import type { FromHost, HostCommand, HostConfiguration, HostFailure, HostPipe, ToHost } from './protocol.ts';
import type { KeySource } from './sources.ts';
import { udpSource } from './udpSource.ts';

/**
 * The key host: serves the protocol of protocol.ts over a pipe until the pipe's process ends. It owns the HID handles
 * and the CTAPHID framing; CTAP2 itself stays in the core, so a crash here costs the running operation alone.
 */
export function serveKeyHost(pipe: HostPipe<FromHost, ToHost>): void {
  const connections = new Map<number, { keyId: string; channel: Promise<CtapHidChannel> }>();
  const closing = new Map<string, Promise<void>>();
  const running = new Map<number, AbortController>();
  let sources: KeySource[] = [];
  let practice: PracticeSource | null = null;
  /** Requests may come while the sources are still being set up; those that need a source wait for it. */
  let configured: Promise<void> = Promise.resolve();

  const announce = async () => {
    const lists = await Promise.all(sources.map(source => source.list().catch(() => [])));
    pipe.post({ type: 'keys', keys: lists.flat() });
  };

  const configure = async (configuration: HostConfiguration) => {
    practice = configuration.practice === null ? null : await practiceSource(configuration.practice);
    practice?.onState(state => pipe.post({ type: 'practice', state }));
    sources = [
      ...(configuration.hid ? [hidSource()] : []),
      ...(configuration.udp.length > 0 ? [udpSource(configuration.udp)] : []),
      ...(practice === null ? [] : [practice]),
    ];
    for (const source of sources) source.onChange(() => void announce());
    if (practice !== null) pipe.post({ type: 'practice', state: practice.state() });
    await announce();
  };

  const open = async (id: number, connection: number, keyId: string, signal: AbortSignal) => {
    const opening = openKey(keyId, signal);
    connections.set(connection, { keyId, channel: opening });
    try {
      const channel = await opening;
      pipe.post({ type: 'reply', id, counts: channel.counts() });
    } catch (error) {
      connections.delete(connection);
      throw error;
    }
  };

  const openKey = async (keyId: string, signal: AbortSignal): Promise<CtapHidChannel> => {
    await configured;
    await closing.get(keyId);
    const source = sources.find(candidate => candidate.owns(keyId));
    if (source === undefined) throw new KeydeskError('key-not-found', { keyId });
    const transport = await source.open(keyId);
    return openFido2(transport, keyId, signal).catch(async (error: unknown) => {
      await transport.close();
      throw error;
    });
  };

  const channelOf = async (connection: number): Promise<CtapHidChannel> => {
    const open = connections.get(connection);
    if (open === undefined) throw new KeydeskError('key-removed');
    return open.channel;
  };

  const transact = async (id: number, connection: number, command: HostCommand, signal: AbortSignal) => {
    const channel = await channelOf(connection);
    const payload = await send(channel, command, {
      signal,
      onKeepAlive: status => pipe.post({ type: 'keepAlive', id, status }),
    });
    pipe.post({ type: 'reply', id, payload, counts: channel.counts() });
  };

  const close = (connection: number) => {
    const open = connections.get(connection);
    if (open === undefined) return;
    connections.delete(connection);
    const closed = open.channel.then(channel => channel.close()).catch(() => undefined);
    closing.set(open.keyId, closed);
    void closed.then(() => closing.get(open.keyId) === closed && closing.delete(open.keyId));
  };

  const answer = (id: number, work: (signal: AbortSignal) => Promise<void>) => {
    const controller = new AbortController();
    running.set(id, controller);
    work(controller.signal)
      .catch((error: unknown) => pipe.post({ type: 'failed', id, failure: toHostFailure(error) }))
      .finally(() => running.delete(id));
  };

  pipe.onMessage(message => {
    switch (message.type) {
      case 'configure':
        configured = configure(message.configuration);
        return answer(0, () => configured);
      case 'open':
        return answer(message.id, signal => open(message.id, message.connection, message.keyId, signal));
      case 'transact':
        return answer(message.id, signal => transact(message.id, message.connection, message.command, signal));
      case 'cancel':
        return running.get(message.id)?.abort();
      case 'close':
        return close(message.connection);
      case 'practice':
        return answer(message.id, async () => {
          await configured;
          await practice?.act(message.action);
          pipe.post({ type: 'reply', id: message.id });
        });
    }
  });
}

/** A channel to a key that speaks CTAP2; older keys have CTAPHID too, but U2F alone behind it (CTAP 2.3, 11.2.9.1.3). */
async function openFido2(transport: ReportTransport, keyId: string, signal: AbortSignal): Promise<CtapHidChannel> {
  const channel = await openChannel(transport, { signal });
  if ((channel.info.capabilities & CAPABILITY_CBOR) === 0) throw new KeydeskError('key-not-fido2', { keyId });
  return channel;
}

interface SendOptions {
  signal: AbortSignal;
  onKeepAlive: (status: string) => void;
}

async function send(channel: CtapHidChannel, command: HostCommand, options: SendOptions): Promise<Uint8Array> {
  switch (command.name) {
    case 'cbor':
      return channel.cbor(command.payload, options);
    case 'ping':
      return channel.ping(command.payload);
    case 'wink':
      await channel.wink();
      return new Uint8Array();
  }
}

function toHostFailure(error: unknown): HostFailure {
  if (error instanceof CtapError || error instanceof KeydeskError) {
    const cause = error.cause === undefined ? null : String(error.cause);
    return { code: error.code, params: error.params, cause };
  }
  return { code: 'internal', params: {}, cause: String(error) };
}
