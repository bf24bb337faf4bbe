import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { toFailure } from '../../contract/errors/failure.ts';
import { type Closing, closeInOrder } from '../../main/base/closing.ts';
import { onEndSignal } from '../../main/shells/endSignals.ts';
import type { TouchPolicy } from '../../simulator/key/softwareKey.ts';
import { print, printFailure } from '../output.ts';

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

/** `keydesk simulate key` and `keydesk simulate graph`: the peers of practice mode as programs of their own. */
export function addSimulate(program: Command): void {
  const simulate = program
    .command('simulate')
    .description('a security key or a tenant in software, for tests and training');

  simulate
    .command('key')
    .description('a security key over UDP; test secrets only')
    .addOption(new Option('--profile <profile>', 'CTAP 2.3 or CTAP 2.0').choices(['full', 'legacy']).default('full'))
    .option('--udp <ports>', 'PORT:REPLYPORT', parsePorts, { port: 8111, replyPort: 7112 })
    .option('--touch <policy>', 'auto, never, manual (by --control), or a delay in ms', parseTouch, 'auto')
    .option('--capacity <count>', 'resident credentials that fit', parseCount)
    .option('--state <file>', 'keep its state in a file')
    .option('--control <port>', 'loopback HTTP: POST /power/on, /power/off, /touch; PUT /faults; GET /state', parsePort)
    .action((options: KeyOptions, command: Command) => untilStopped(command, opened => simulateKey(options, opened)));

  simulate
    .command('graph')
    .description('a Microsoft Entra ID tenant with the calls of Microsoft Graph that Keydesk uses')
    .option('--port <port>', 'port on 127.0.0.1; 0 takes any', parsePort, 0)
    .option('--users <count>', 'people in the tenant', parseCount, 100)
    .option('--teams <count>', 'groups beside those of the departments', parseCount, 0)
    .option('--state <file>', 'keep its state in a file')
    .option('--login-port <port>', 'port of its sign-in on localhost; 0 takes any', parsePort, 0)
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

/** The tenant and its sign-in; certificates to trust and to sign in with are written to a folder that goes with it. */
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
 * Runs a simulator until Ctrl-C or SIGTERM, then ends it properly.
 * @param start notes what it opens, so that one that starts only half ends too
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
    throw new InvalidArgumentError('Give PORT:REPLYPORT.');
  return { port, replyPort };
}

function parsePort(text: string): number {
  const port = parseCount(text);
  if (port > MAX_PORT) throw new InvalidArgumentError(`A port is at most ${MAX_PORT}.`);
  return port;
}

function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}

function parseTouch(text: string): TouchPolicy {
  if (text === 'auto' || text === 'never' || text === 'manual') return text;
  return parseCount(text);
}
