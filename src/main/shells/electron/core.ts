import { RPCHandler } from '@orpc/server/message-port';
import type { MessageEvent, MessagePortMain, ParentPort } from 'electron';
import { toFailure } from '../../../contract/failure.ts';
import { wordsFor } from '../../../contract/words.ts';
import { type Core, startCore } from '../../core.ts';
import type { KeyHostProcess } from '../../keys/protocol.ts';
import type { FromCore, ToCore } from './messages.ts';

/** The core as a utility process of Electron. Windows reach it by ports of their own; the main process only relays. */
const parent: ParentPort = process.parentPort;
const send = (message: FromCore) => parent.postMessage(message);

let core: Promise<Core> | undefined;
let host: { onMessage(message: unknown): void; onExit(detail: string): void } | undefined;

/** The key host, as a process that the main process starts and relays for. */
function spawnKeyHost(): KeyHostProcess {
  const listeners: { message: Parameters<KeyHostProcess['onMessage']>[0]; exit: (detail: string) => void } = {
    message: () => undefined,
    exit: () => undefined,
  };
  host = { onMessage: message => listeners.message(message as never), onExit: detail => listeners.exit(detail) };
  send({ type: 'spawn-host' });
  return {
    post: message => send({ type: 'host', message }),
    onMessage: listener => {
      listeners.message = listener;
    },
    onExit: listener => {
      listeners.exit = listener;
    },
    kill: () => send({ type: 'kill-host' }),
  };
}

async function start({ options }: Extract<ToCore, { type: 'start' }>): Promise<Core> {
  return startCore({
    dataFolder: options.dataFolder,
    practice: options.practice,
    udpKeys: options.udpKeys,
    services: { kind: 'electron', reason: 'the Electron binary is installed', spawnKeyHost },
  });
}

async function connect(port: MessagePortMain): Promise<void> {
  const started = await core;
  if (started === undefined) return;
  new RPCHandler(started.router).upgrade(port, { context: {} });
  port.start();
}

async function receive({ data, ports }: MessageEvent): Promise<void> {
  const message = data as ToCore;
  switch (message.type) {
    case 'start':
      core = start(message);
      await core;
      return;
    case 'window':
      return ports[0] === undefined ? undefined : connect(ports[0]);
    case 'host':
      return host?.onMessage(message.message);
    case 'host-exit':
      return host?.onExit(message.detail);
    case 'quit':
      await (await core)?.close();
      send({ type: 'closed' });
  }
}

parent.on('message', event => {
  receive(event).catch((error: unknown) => {
    const words = wordsFor(toFailure(error));
    send({ type: 'failed', title: words.message, detail: words.next });
  });
});
