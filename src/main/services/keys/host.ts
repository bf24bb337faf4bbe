import { surviveClosedOutput } from '../../base/closedOutput.ts';
import { onFatalError, tellOnStderr } from '../../base/fatalErrors.ts';
import { serveKeyHost } from './hostServer.ts';
import type { FromHost, HostPipe, ToHost } from './protocol.ts';

/** How long the core may still use its keys after a signal that ends both processes, in ms. */
const GRACE = 5000;

/** Electron's utilityProcess passes a parentPort to its child. A plain child process has an IPC channel instead. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** @param onGone Called when the core has ended */
function parentPipe(onGone: () => void): HostPipe<FromHost, ToHost> {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (port !== undefined) {
    port.on('close', onGone);
    return {
      post: message => port.postMessage(message),
      onMessage: listener => port.on('message', event => listener(event.data as ToHost)),
    };
  }
  process.on('disconnect', onGone);
  return {
    post: message => {
      process.send?.(message, undefined, undefined, error => error && onGone());
    },
    onMessage: listener => void process.on('message', message => listener(message as ToHost)),
  };
}

surviveClosedOutput();
let leaving = false;

/**
 * Cancels requests before the process ends. Otherwise the next touch, perhaps by another person, would confirm them.
 */
function leave(code: number): void {
  if (leaving) return;
  leaving = true;
  void server.end().finally(() => process.exit(code));
}

const server = serveKeyHost(parentPipe(() => leave(0)));

// A terminal sends Ctrl-C to the whole process group. The core gets it too, and decides what to cancel.
for (const signal of ['SIGINT', 'SIGBREAK'] as const) process.on(signal, () => undefined);
// These signals also end the core. It may first have to delete a credential from a key, which needs this process.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!server.busy()) return leave(0);
    void server.cancelAll();
    setTimeout(() => leave(0), GRACE).unref();
  });
}
onFatalError(
  failure => tellOnStderr('key host', failure),
  () => leave(1),
);
