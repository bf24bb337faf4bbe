import { join } from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import type { MessagePortMain } from 'electron';
import { onFatalError, tellOnStderr } from '../../base/fatalErrors.ts';
import { findPrivateBrowser } from '../privateBrowser.ts';
import { type RestartableCore, startRestartableCore } from '../restartableCore.ts';
import type { CoreStart, FromCore, ToCore } from './coreProtocol.ts';
import { createHostServices } from './hostServices.ts';

/** How long the core may take after a signal to end, in ms. */
const LAST_WORD = 3000;

onFatalError(failure => tellOnStderr('keydesk core', failure));
const main = process.parentPort;
const host = createHostServices((message: FromCore) => main.postMessage(message));
let core: Promise<RestartableCore> | undefined;
/** The open pipes to windows. */
const windows = new Set<MessagePortMain>();

main.on('message', event => {
  const message = event.data as ToCore;
  if (message.type === 'start') core = start(message.start);
  else if (message.type === 'window') void serve(event.ports[0]);
  else if (message.type === 'end') void end();
  else host.receive(message);
});

function start({ dataFolder, practice, undecided, activate, udpKeys, reason, canSeal }: CoreStart) {
  const privateBrowser = findPrivateBrowser(join(dataFolder, 'sign-in'));
  const services = { kind: 'electron' as const, reason, privateBrowser, ...host.services(canSeal) };
  const directoryThread = new URL('./directoryThread.js', import.meta.url);
  const workflowThread = new URL('./workflowThread.js', import.meta.url);
  const integrityThread = new URL('./integrityThread.js', import.meta.url);
  return startRestartableCore({
    mode: { practice, undecided },
    options: (mode, restart) => ({
      dataFolder,
      ...mode,
      activate,
      udpKeys,
      services: { ...services, restart },
      directoryThread,
      workflowThread,
      integrityThread,
    }),
    restarted: mode => {
      // A core process that dies later is restarted in this mode.
      main.postMessage({ type: 'mode', mode } satisfies FromCore);
      for (const port of windows) port.close();
      windows.clear();
    },
  });
}

async function serve(port: MessagePortMain | undefined): Promise<void> {
  const started = await core;
  if (started === undefined || port === undefined) return;
  windows.add(port);
  port.once('close', () => windows.delete(port));
  new RPCHandler(started.router()).upgrade(port);
  port.start();
}

// At Ctrl-C the main process gets the signal too, and decides when to end. It then sends SIGTERM.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGBREAK'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => {
  setTimeout(() => process.exit(1), LAST_WORD).unref();
  void end();
});

async function end(): Promise<void> {
  await (await core)?.close();
  process.exit(0);
}
