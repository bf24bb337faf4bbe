import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Command } from 'commander';
import type { Contract } from '../contract/contract.ts';
import { KeydeskError } from '../contract/errors/errors.ts';
import { cleanPasted } from '../contract/text/pasted.ts';
import { type Core, startCore } from '../main/app/core.ts';
import type { ShellServices } from '../main/app/shellServices.ts';
import { closeInOrder } from '../main/base/closing.ts';
import { defaultDataFolder } from '../main/base/folder/dataFolder.ts';
import { signInFromEnvironment } from '../main/services/auth/environment.ts';
import { sealerFromEnvironment } from '../main/services/auth/keySealer.ts';
import { forkKeyHost } from '../main/services/keys/childHost.ts';
import { onEndSignal } from '../main/shells/endSignals.ts';
import { wordsOf } from '../words/say.ts';
import { followRecord } from './followRecord.ts';
import { chooseKey } from './keyChoice.ts';
import { endAnswers, failureOf, printFailure, tell } from './output.ts';
import type { KeyUse } from './takes.ts';
import { asUsage, USAGE } from './usage.ts';

export interface GlobalOptions {
  json?: boolean;
  data?: string;
  practice?: boolean;
  graph?: string;
  graphVersion?: 'v1.0' | 'beta';
  language?: string;
  verbose?: boolean;
}

export interface Session {
  readonly client: ContractRouterClient<Contract>;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** Addresses are printed, not opened: the person at the terminal may be at another computer. */
const shellServices = (): ShellServices => ({
  kind: 'cli',
  reason: 'command',
  openUrl: async url => tell(wordsOf('commandLine').openUrl({ url })),
  privateBrowser: {
    open: async url => {
      tell(wordsOf('commandLine').openPrivately({ url }));
      return { closed: new Promise(() => undefined), close: async () => undefined };
    },
  },
  sealer: sealerFromEnvironment(),
  spawnKeyHost: () => forkKeyHost(),
});

/** What a command needs from the core and from the keys. */
interface Use {
  /** What happens with the key of the option `--key`. */
  key: KeyUse | undefined;
  /** Waits until the enrollments that an earlier run left unfinished are recovered. */
  recover: boolean;
  /** The work cleans up and ends by itself if its signal aborts. */
  cleansUp: boolean;
}

/**
 * Runs one command against the core: starts the core, recovers what an earlier run left unfinished, passes the
 * contract's client to the work, prints any failure, and sets the exit code (0 done, 1 failed, 2 wrong usage). Ctrl-C
 * aborts `signal`. Work with `cleansUp` then ends by itself, and the command waits for it. Any other work is abandoned
 * after a short time.
 */
export async function withCore(command: Command, use: Use, work: (session: Session) => Promise<void>): Promise<void> {
  const options: GlobalOptions = command.optsWithGlobals();
  const json = options.json === true;
  const interrupt = new AbortController();
  const stopListening = onEndSignal(() => interrupt.abort(new KeydeskError('cancelled')));
  const folder = dataFolderOf(options);
  let core: Core | undefined;
  let isAbandoned = false;
  try {
    core = await startCore({
      dataFolder: folder.path,
      practice: options.practice === true,
      services: shellServices(),
      oneTenant: true,
      signIn: signInFromEnvironment(),
      udpKeys: udpKeysOf(command.opts<{ key?: string | readonly string[] }>().key),
      webhookSecrets: listOf(process.env.KEYDESK_WEBHOOK_SECRETS),
      notice: tell,
      graphVersion: options.graphVersion,
      log: message => {
        if (options.verbose) message.split('\n').forEach(tell);
      },
      ...(options.graph === undefined ? {} : { graph: graphOf(options.graph) }),
    });
    const client: ContractRouterClient<Contract> = createRouterClient(core.router);
    await followRecord(core, client);
    if (use.recover) await core.recovered;
    interrupt.signal.throwIfAborted();
    const session = { client, json, signal: interrupt.signal };
    if (use.key === 'chosen') await chooseKey(command, session);
    const working = work(session);
    const abandon = () => {
      isAbandoned = true;
    };
    await (use.cleansUp ? working : Promise.race([working, givenUp(interrupt.signal, abandon)]));
  } catch (error) {
    const failure = asUsage(command, failureOf(error));
    process.exitCode = failure.code === 'usage' ? USAGE : 1;
    printFailure(json, failure);
    endAnswers();
  } finally {
    await closeInOrder([
      ['Keydesk', () => core?.close()],
      ['temporary folder', folder.discard],
    ]).catch(tellClosing);
    stopListening();
  }
  // Abandoned work may still wait for a named pipe or for input, which would keep the process for good.
  if (isAbandoned) process.exit();
}

/** Always goes to stderr: the command has already printed its answer, and JSON must be one object. */
function tellClosing(error: unknown): void {
  process.exitCode = 1;
  printFailure(false, failureOf(error));
}

/** How long to wait for work that does not clean up after Ctrl-C, in ms. */
const PATIENCE = 2000;

/**
 * Rejects with `cancelled` some time after the signal aborts, and calls `abandon` then. Closing the core cancels requests
 * that wait on keys.
 */
function givenUp(signal: AbortSignal, abandon: () => void): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => {
      abandon();
      reject(signal.reason);
    };
    const onAbort = () => void setTimeout(giveUp, PATIENCE).unref();
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Practice mode without a data folder uses a temporary one. */
function dataFolderOf(options: GlobalOptions): { path: string; discard(): void } {
  if (options.data !== undefined) return { path: options.data, discard: () => undefined };
  if (options.practice !== true) return { path: defaultDataFolder(), discard: () => undefined };
  const path = mkdtempSync(join(tmpdir(), 'keydesk-practice-'));
  return { path, discard: () => rmSync(path, { recursive: true, force: true }) };
}

/** Returns the `udp:` keys of the command line, and those of KEYDESK_UDP_KEYS (`PORT:REPLYPORT`, separated by commas). */
function udpKeysOf(key: string | readonly string[] = []): string[] {
  const clean = [key].flat().map(cleanPasted);
  const named = clean.filter(each => each.startsWith('udp:')).map(each => each.slice('udp:'.length));
  return [...new Set([...named, ...listOf(process.env.KEYDESK_UDP_KEYS)])];
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(cleanPasted)
    .filter(part => part !== '');
}

function graphOf(graphUrl: string) {
  const token = process.env.KEYDESK_GRAPH_TOKEN;
  return { graphUrl, version: 'v1.0' as const, ...(token === undefined ? {} : { token }) };
}
