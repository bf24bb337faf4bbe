import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../programs.ts';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  stdin?: string;
  env?: Record<string, string>;
  onStart?: (child: ChildProcess) => void;
  /** Called with the process and all of stderr so far, whenever it grows. */
  onStderr?: (child: ChildProcess, text: string) => void;
  /** The same for stdout. */
  onStdout?: (child: ChildProcess, text: string) => void;
}

/** Runs the keydesk command, as from a person's shell. */
export function keydesk(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', programs.keydesk, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  options.onStart?.(child);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', chunk => {
    stdout += chunk;
    options.onStdout?.(child, stdout);
  });
  child.stderr.on('data', chunk => {
    stderr += chunk;
    options.onStderr?.(child, stderr);
  });
  child.stdin.end(options.stdin ?? '');
  return new Promise(resolve => child.on('close', code => resolve({ code, stdout, stderr })));
}

/** Adds a connection to a data folder, to a tenant that does not answer, for tests that need only the tenant's id. */
export function connectFolder(folder: string, tenantId: string): void {
  const connection = { graphUrl: 'http://127.0.0.1:9', tenantId, version: 'v1.0', signIn: 'token', clientId: '' };
  const known = { id: 'one', name: tenantId, authority: 'https://127.0.0.1', ...connection };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ connections: [known], currentConnection: known.id }));
}
