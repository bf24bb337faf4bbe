import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromHost, KeyHostProcess } from './protocol.ts';

/** Starts the key host as a child process of plain Node. Under Electron a utilityProcess takes its place. */
export function forkKeyHost(modulePath = fileURLToPath(new URL('./host.ts', import.meta.url))): KeyHostProcess {
  // SECURITY: the process that parses what devices send has no use for the token.
  const { KEYDESK_GRAPH_TOKEN: _, ...env } = process.env;
  const child = fork(modulePath, [], {
    env,
    serialization: 'advanced',
    // stdout belongs to the command line's answer; what the host says goes to the log.
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // In a process group of its own what a terminal or a shell sends to ours does not reach it: when we are killed it still
    // cancels what waits on a key. On Windows that would open a console window.
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

/** A process that could not be started tells an error and never exits. */
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
