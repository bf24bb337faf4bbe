import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../base/childEnvironment.ts';
import type { FromHost, KeyHostProcess } from './protocol.ts';

/** Starts the key host as a child process of plain Node. Electron uses a utilityProcess instead. */
export function forkKeyHost(modulePath = fileURLToPath(new URL('./host.ts', import.meta.url))): KeyHostProcess {
  const child = fork(modulePath, [], {
    // SECURITY: the process that parses what devices send gets no secret.
    env: childEnvironment('node'),
    serialization: 'advanced',
    // stdout is for the output of the command line. The host's output goes to the log.
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // The host gets a process group of its own, so that signals to ours do not reach it. If this process is killed, the
    // host can still cancel requests. On Windows this option would open a console window.
    detached: process.platform !== 'win32',
  });
  child.on('error', () => undefined);
  return {
    post: message => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: listener => void child.on('message', message => listener(message as FromHost)),
    onExit: listener => onEnd(child, listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** A process that could not be started emits `error` without `exit`. */
function onEnd(child: ChildProcess, listener: (detail: string) => void): void {
  let ended = false;
  const end = (detail: string) => {
    if (!ended) listener(detail);
    ended = true;
  };
  child.on('exit', (code, signal) => end(signal ?? `exit code ${code}`));
  child.on('error', error => {
    if (child.pid === undefined) end(error.message);
  });
}
