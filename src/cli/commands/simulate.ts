import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { toFailure } from '../../contract/errors/failure.ts';
import { type Closing, closeInOrder } from '../../main/base/closing.ts';
import { onEndSignal } from '../../main/shells/endSignals.ts';
import type { TouchPolicy } from '../../simulator/key/softwareKey.ts';
import { wordsOf } from '../../words/say.ts';
import { print, printFailure } from '../output.ts';

const words = wordsOf('commands').simulate;

interface KeyOptions {
  profile: 'full' | 'legacy';
  udp: { port: number; replyPort: number };
  touch: TouchPolicy;
  capacity?: number;
  state?: string;
  control?: number;
}

interface GraphOptions {
  port: number;
  users: number;
  teams: number;
  state?: string;
  loginPort: number;
}

const MAX_PORT = 65_535;

/**
 * Adds `keydesk simulate key` and `keydesk simulate graph`, which run the simulators of practice mode as separate
 * programs.
 */
export function addSimulate(program: Command): void {
  const simulate = program.command('simulate').description(words.description);

  simulate
    .command('key')
    .description(words.key)
    .addOption(new Option('--profile <profile>', words.profile).choices(['full', 'legacy']).default('full'))
    .option('--udp <ports>', 'PORT:REPLYPORT', parsePorts, { port: 8111, replyPort: 7112 })
    .option('--touch <policy>', words.touch, parseTouch, 'auto')
    .option('--capacity <count>', words.capacity, parseCount)
    .option('--state <file>', words.state)
    .option('--control <port>', words.control, parsePort)
    .action((options: KeyOptions, command: Command) => untilStopped(command, opened => simulateKey(options, opened)));

  simulate
    .command('graph')
    .description(words.graph)
    .option('--port <port>', words.port, parsePort, 0)
    .option('--users <count>', words.users, parseCount, 100)
    .option('--teams <count>', words.teams, parseCount, 0)
    .option('--state <file>', words.state)
    .option('--login-port <port>', words.loginPort, parsePort, 0)
    .action((options: GraphOptions, command: Command) =>
      untilStopped(command, opened => simulateGraph(options, opened)),
    );
}

async function simulateKey(options: KeyOptions, opened: Closing[]): Promise<void> {
  const { createSoftwareKey } = await import('../../simulator/key/softwareKey.ts');
  const { serveUdp } = await import('../../simulator/key/udp.ts');
  const { serveControl } = await import('../../simulator/key/control.ts');
  if (options.state !== undefined) accessSync(dirname(resolve(options.state)), constants.W_OK);
  const key = await createSoftwareKey({
    profile: options.profile,
    touch: options.touch,
    ...(options.capacity === undefined ? {} : { capacity: options.capacity }),
    ...(options.state === undefined ? {} : { stateFile: options.state }),
  });
  opened.push(['key', key.close]);
  const udp = await serveUdp(key, options.udp);
  opened.push(['UDP', udp.close]);
  const control = options.control === undefined ? undefined : await serveControl(key, options.control);
  if (control !== undefined) opened.push(['control', control.close]);
  const ready = {
    key: `udp:${udp.port}:${options.udp.replyPort}`,
    ...(control === undefined ? {} : { control: `http://127.0.0.1:${control.port}` }),
  };
  print(true, ready, () => []);
}

/**
 * Starts the tenant and its sign-in. Writes certificates to a temporary folder: those to trust, and one to sign in
 * with.
 */
async function simulateGraph(options: GraphOptions, opened: Closing[]): Promise<void> {
  const { startGraphSimulator } = await import('../../simulator/graph/server.ts');
  const { startIdentitySimulator } = await import('../../simulator/identity/server.ts');
  const { mintAppCertificate } = await import('../../simulator/identity/certificates.ts');
  const graph = await startGraphSimulator({
    port: options.port,
    users: options.users,
    teams: options.teams,
    ...(options.state === undefined ? {} : { stateFile: options.state }),
  });
  opened.push(['tenant', graph.close]);
  const identity = await startIdentitySimulator({ graph, port: options.loginPort });
  opened.push(['sign-in', identity.close]);
  const { app, password, roles } = identity.state;
  const certificate = await mintAppCertificate();
  app.certificates.push(certificate.certificate);
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-login-'));
  opened.push(['certificates', () => rmSync(folder, { recursive: true, force: true })]);
  const files = { ca: join(folder, 'ca.pem'), certificate: join(folder, 'app.pem') };
  writeFileSync(files.ca, identity.ca);
  writeFileSync(files.certificate, certificate.pem, { mode: 0o600 });
  const ready = {
    url: graph.url,
    tenantId: graph.tenantId,
    token: graph.token,
    authority: identity.authority,
    clientId: identity.clientId,
    clientSecret: app.secrets[0]?.value,
    caFile: files.ca,
    certificateFile: files.certificate,
    spki: identity.spki,
    user: Object.keys(roles)[0],
    password,
  };
  print(true, ready, () => []);
}

/**
 * Runs a simulator until Ctrl-C or SIGTERM, then closes it.
 * @param start Adds everything that it opens, so that a partly started simulator is closed too
 */
async function untilStopped(command: Command, start: (opened: Closing[]) => Promise<void>): Promise<void> {
  const opened: Closing[] = [];
  try {
    await start(opened).catch(cause => {
      throw new KeydeskError('simulator-failed', {}, { cause });
    });
    await new Promise<void>(resolve => {
      onEndSignal(resolve);
    });
  } catch (error) {
    process.exitCode = 1;
    printFailure(command.optsWithGlobals().json === true, toFailure(error));
  } finally {
    await closeInOrder(opened.toReversed());
  }
}

function parsePorts(text: string): { port: number; replyPort: number } {
  const [port, replyPort, ...rest] = text.split(':').map(parsePort);
  if (port === undefined || replyPort === undefined || rest.length > 0)
    throw new InvalidArgumentError(wordsOf('usageErrors').givePorts);
  return { port, replyPort };
}

function parsePort(text: string): number {
  const port = parseCount(text);
  if (port > MAX_PORT) throw new InvalidArgumentError(wordsOf('usageErrors').portTooLarge({ max: MAX_PORT }));
  return port;
}

function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(wordsOf('usageErrors').giveWhole);
  return Number(text);
}

function parseTouch(text: string): TouchPolicy {
  if (text === 'auto' || text === 'never' || text === 'manual') return text;
  return parseCount(text);
}
