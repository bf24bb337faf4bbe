import { serveKeyHost } from './hostServer.ts';
import type { FromHost, HostPipe, ToHost } from './protocol.ts';

/** How long the core may take to put its keys in order after a signal that ends this process too, in ms. */
const GRACE = 5000;

/** Electron's utilityProcess gives its child a parentPort; a plain child process has an IPC channel instead. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** @param onGone is called when there is nobody at the other end any more */
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

let leaving = false;

/** Whatever ends this process, no request stays behind that the next touch, perhaps another person's, would carry out. */
function leave(code: number): void {
  if (leaving) return;
  leaving = true;
  void server.end().finally(() => process.exit(code));
}

const server = serveKeyHost(parentPipe(() => leave(0)));

// A terminal sends Ctrl-C to the whole process group. The core gets it too, and says what is to be cancelled.
for (const signal of ['SIGINT', 'SIGBREAK'] as const) process.on(signal, () => undefined);
// These end the core as well, which then cleans up what it has made on a key: that needs this process a little longer.
for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!server.busy()) return leave(0);
    void server.cancelAll();
    setTimeout(() => leave(0), GRACE).unref();
  });
}
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`key host: ${String(error)}\n`);
    leave(1);
  });
}
