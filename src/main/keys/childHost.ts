import { fork } from 'node:child_process';
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
  });
  child.on('error', () => undefined);
  return {
    post: message => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: listener => void child.on('message', message => listener(message as FromHost)),
    onExit: listener => void child.on('exit', (code, signal) => listener(signal ?? `exit code ${code}`)),
    kill: () => void child.kill('SIGKILL'),
  };
}
