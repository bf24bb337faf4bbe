import { serveKeyHost } from './hostServer.ts';
import type { FromHost, HostPipe, ToHost } from './protocol.ts';

/** Electron's utilityProcess gives its child a parentPort; a plain child process has an IPC channel instead. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

function parentPipe(): HostPipe<FromHost, ToHost> {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (port !== undefined) {
    return {
      post: message => port.postMessage(message),
      onMessage: listener => port.on('message', event => listener(event.data as ToHost)),
    };
  }
  // Without its parent this process holds HID handles that nobody can ask it to give back.
  const leave = () => process.exit(0);
  process.on('disconnect', leave);
  return {
    post: message => {
      process.send?.(message, undefined, undefined, error => error && leave());
    },
    onMessage: listener => void process.on('message', message => listener(message as ToHost)),
  };
}

serveKeyHost(parentPipe());
