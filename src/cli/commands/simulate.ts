import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { toFailure } from '../../contract/errors/failure.ts';
import { type Closing, closeInOrder } from '../../main/base/closing.ts';
import { onEndSignal } from '../../main/shells/endSignals.ts';
import type { TouchPolicy } from '../../simulator/key/softwareKey.ts';
import { wordsOf } from '../../words/say.ts';
import { addLocalCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print, printFailure } from '../output.ts';
import { type Given, oneOf, parsed, text, withDefault } from '../takes.ts';

const words = wordsOf('commands').simulate;

const MAX_PORT = 65_535;

/**
 * Adds `keydesk simulate key` and `keydesk simulate graph`, which run the simulators of practice mode as separate
 * programs.
 */
export function addSimulate(program: Command): void {
  const simulate = program.command('simulate').description(words.description);

  addLocalCommand(simulate, 'key', words.key, takesKey(), (options, command) =>
    untilStopped(command, opened => simulateKey(options, opened)),
  );
  addLocalCommand(simulate, 'graph', words.graph, takesGraph(), (options, command) =>
    untilStopped(command, opened => simulateGraph(options, opened)),
  );
}

function takesKey() {
  return {
    profile: withDefault(oneOf('<profile>', words.profile, ['full', 'legacy']), 'full'),
    udp: withDefault(parsed('<ports>', 'PORT:REPLYPORT', parsePorts), { port: 8111, replyPort: 7112 }),
    touch: withDefault(parsed('<policy>', words.touch, parseTouch), 'auto'),
    capacity: parsed('<count>', words.capacity, parseCount),
    state: text('<file>', words.state),
    control: parsed('<port>', words.control, parsePort),
  };
}

function takesGraph() {
  return {
    port: withDefault(parsed('<port>', words.port, parsePort), 0),
    users: withDefault(parsed('<count>', words.users, parseCount), 100),
    teams: withDefault(parsed('<count>', words.teams, parseCount), 0),
    seed: text('<text>', words.seed),
    state: text('<file>', words.state),
    loginPort: withDefault(parsed('<port>', words.loginPort, parsePort), 0),
  };
}

async function simulateKey(options: Given<ReturnType<typeof takesKey>>, opened: Closing[]): Promise<void> {
  const { createSoftwareKey } = await import('../../simulator/key/softwareKey.ts');
  const { serveUdp } = await import('../../simulator/key/udp.ts');
  const { serveControl } = await import('../../simulator/key/control.ts');
  if (options.state !== undefined) accessSync(dirname(resolve(options.state)), constants.W_OK);
  const { profile, touch, capacity, state } = options;
  const key = await createSoftwareKey(defined({ profile, touch, capacity, stateFile: state }));
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
async function simulateGraph(options: Given<ReturnType<typeof takesGraph>>, opened: Closing[]): Promise<void> {
  const { startGraphSimulator } = await import('../../simulator/graph/server.ts');
  const { startIdentitySimulator } = await import('../../simulator/identity/server.ts');
  const { mintAppCertificate } = await import('../../simulator/identity/certificates.ts');
  const { port, users, teams, seed, state } = options;
  const graph = await startGraphSimulator(defined({ port, users, teams, seed, stateFile: state }));
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
