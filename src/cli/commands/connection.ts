import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { checkDetailWords, checkStatusWords, checkWords } from '../../contract/connections/checkWords.ts';
import { type CloudName, cloudNames, clouds } from '../../contract/connections/clouds.ts';
import type {
  CheckLine,
  CheckReport,
  ConnectionsState,
  ConnectionView,
  Credential,
  SignInEvent,
  SignInKind,
} from '../../contract/connections/schema.ts';
import { tenantLabel } from '../../contract/connections/tenantLabel.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { hasCode } from '../../contract/errors/failure.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { cleanPasted } from '../../contract/text/pasted.ts';
import { decodePem } from '../../main/base/decodeText.ts';
import { wordsOf } from '../../words/say.ts';
import { errorObject, print, printFailure, printLines, tell } from '../output.ts';
import { readPin } from '../pinInput.ts';
import { type GlobalOptions, type Session, withCore } from '../session.ts';
import { firstOf } from '../stream.ts';
import { listTable, table } from '../table.ts';
import { refuse } from '../usage.ts';

const words = wordsOf('commands').connection;

interface AddOptions extends CredentialOptions {
  name?: string;
  tenant: string;
  clientId: string;
  cloud: CloudName;
  authority?: string;
  graphRoot?: string;
  signIn: Exclude<SignInKind, 'token'>;
}

interface CredentialOptions {
  secretStdin?: boolean;
  certificate?: string;
}

const CREDENTIAL_SIGN_INS: readonly SignInKind[] = ['browser', 'device-code', 'certificate', 'secret'];

/** `keydesk connection …`: the tenants that are set up, signing in to them, and checking them. */
export function addConnection(program: Command): void {
  const connection = program.command('connection').description(words.description);

  connection
    .command('list')
    .description(words.list)
    .action((_: object, command: Command) =>
      withCore(command, {}, async session => {
        const state = await stateOf(session);
        print(session.json, { ok: true, ...state }, () => listLines(state));
        for (const { name, trouble } of state.connections) {
          if (trouble === null || session.json) continue;
          const { message, next } = wordsFor(trouble);
          tell(wordsOf('commandLine').adviceLine({ name, message, next }));
        }
      }),
    );

  withCredential(connection.command('add'))
    .description(words.add)
    .requiredOption('--tenant <tenant>', words.tenant)
    .requiredOption('--client-id <id>', words.clientId)
    .option('--name <name>', words.name)
    .addOption(new Option('--sign-in <way>', words.signInWay).choices(CREDENTIAL_SIGN_INS).default('browser'))
    .addOption(new Option('--cloud <cloud>', words.cloud).choices(cloudNames).default('global'))
    .option('--authority <url>', words.authority)
    .option('--graph-root <url>', words.graphRoot)
    .action((options: AddOptions, command: Command) => {
      const { graphVersion = 'v1.0' }: GlobalOptions = command.optsWithGlobals();
      refuseOtherCredential(options, command);
      if (!clouds[options.cloud].registersPasskeys) tell(wordsOf('connections').globalOnly);
      return withCore(command, {}, async session => {
        const credential = await readCredential(options, session.signal);
        const added = await session.client.connections.add({
          name: options.name ?? options.tenant,
          tenantId: options.tenant,
          clientId: options.clientId,
          authority: options.authority ?? clouds[options.cloud].authority,
          graphUrl: options.graphRoot ?? clouds[options.cloud].graphUrl,
          version: graphVersion,
          signIn: options.signIn,
        });
        const whole = credential === undefined ? added : await setCredential(session, added, credential);
        print(session.json, { ok: true, connection: whole }, () => [words.added({ name: whole.name, id: whole.id })]);
      });
    });

  withCredential(connection.command('credential <connection>'))
    .description(words.credential)
    .action((name: string, options: CredentialOptions, command: Command) =>
      withCore(command, {}, async session => {
        const credential = await readCredential(options, session.signal);
        if (credential === undefined) {
          throw new KeydeskError('usage', { detail: 'credential-option' });
        }
        const changed = await setCredential(session, await find(session, name), credential);
        print(session.json, { ok: true, connection: changed }, () => [words.credentialSet]);
      }),
    );

  connection
    .command('use <connection>')
    .description(words.use)
    .action((name: string, _: object, command: Command) =>
      withCore(command, {}, async session => {
        const found = await find(session, name);
        await session.client.connections.use({ id: found.id });
        print(session.json, { ok: true, current: found.id }, () => [words.used({ name: found.name })]);
      }),
    );

  connection
    .command('remove <connection>')
    .description(words.remove)
    .action((name: string, _: object, command: Command) =>
      withCore(command, {}, async session => {
        const { id } = await find(session, name);
        await session.client.connections.remove({ id });
        print(session.json, { ok: true, removed: id }, () => [words.removed]);
      }),
    );

  connection
    .command('sign-in [connection]')
    .description(words.signIn)
    .option('--device-code', words.deviceCode)
    .action((name: string | undefined, options: { deviceCode?: boolean }, command: Command) =>
      withCore(command, {}, async session => {
        const { id, signIn: way } = await find(session, name);
        if (options.deviceCode === true && way !== 'browser' && way !== 'device-code') {
          throw new KeydeskError('usage', { detail: 'device-code-of-app' });
        }
        await signIn(session, id, options.deviceCode === true);
      }),
    );

  connection
    .command('sign-out [connection]')
    .description(words.signOut)
    .action((name: string | undefined, _: object, command: Command) =>
      withCore(command, {}, async session => {
        const { id } = await find(session, name);
        await session.client.connections.signOut({ id });
        print(session.json, { ok: true, signedOut: id }, () => [words.signedOut]);
      }),
    );

  connection
    .command('check')
    .description(words.check)
    .option('--user <user>', words.checkUser)
    .option('--user-sign-in', words.checkUserSignIn)
    .action((options: { user?: string; userSignIn?: boolean }, command: Command) =>
      withCore(command, {}, async ({ client, json, signal }) => {
        tellReport(await client.connections.check(options, { signal }), json);
      }),
    );
}

function withCredential(command: Command): Command {
  return command
    .option('--secret-stdin', words.secretStdin)
    .addOption(new Option('--certificate <pem>', words.certificate).conflicts('secretStdin'));
}

/** @throws CommanderError for a secret or certificate that the way to sign in has no use for */
function refuseOtherCredential({ signIn, secretStdin, certificate }: AddOptions, command: Command): void {
  const refuseOption = (option: string, needed: SignInKind) =>
    refuse(command, wordsOf('usageErrors').uselessCredential({ option, signIn, needed }));
  if (secretStdin === true && signIn !== 'secret') refuseOption('--secret-stdin', 'secret');
  if (certificate !== undefined && signIn !== 'certificate') refuseOption('--certificate', 'certificate');
}

async function readCredential(
  { secretStdin, certificate }: CredentialOptions,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  if (secretStdin === true) return { kind: 'secret', secret: await readPin(process.stdin, signal) };
  if (certificate === undefined) return undefined;
  try {
    return { kind: 'certificate', pem: decodePem(readFileSync(certificate)) };
  } catch (cause) {
    throw new KeydeskError(
      'certificate-unreadable',
      { reason: hasCode(cause, 'invalid-input') ? 'file-not-text' : 'file-unreadable', file: certificate },
      { cause },
    );
  }
}

async function setCredential(session: Session, { id }: ConnectionView, credential: Credential) {
  const changed = await session.client.connections.setCredential({ id, credential });
  await warnUnlessLasting(session);
  return changed;
}

async function warnUnlessLasting(session: Session): Promise<void> {
  const { lasting } = await stateOf(session);
  if (!lasting) tell(words.notLasting);
}

async function stateOf({ client, signal }: Session): Promise<ConnectionsState> {
  return firstOf(await client.connections.watch(undefined, { signal }));
}

/** By id or name, the current one without. @throws KeydeskError connection-not-found, not-connected */
async function find(session: Session, name: string | undefined): Promise<ConnectionView> {
  const { connections, current } = await stateOf(session);
  const wanted = name === undefined ? current : cleanPasted(name);
  if (wanted === null) throw new KeydeskError('not-connected');
  const found =
    connections.find(({ id }) => id === wanted) ?? connections.find(known => cleanPasted(known.name) === wanted);
  if (found === undefined) throw new KeydeskError('connection-not-found', { id: wanted });
  return found;
}

async function signIn(session: Session, id: string, deviceCode: boolean): Promise<void> {
  const { client, json, signal } = session;
  const request = deviceCode ? { id, method: 'device-code' as const } : { id };
  for await (const event of await client.connections.signIn(request, { signal })) {
    switch (event.kind) {
      case 'done':
        // An app needs nothing kept but its secret or certificate.
        if (event.account.kind === 'person') await warnUnlessLasting(session);
        return print(json, { ok: true, account: event.account }, () => [words.signedIn({ name: event.account.name })]);
      case 'failed':
        process.exitCode = 1;
        return printFailure(json, event.failure);
      default:
        tell(progress(event));
    }
  }
  throw new KeydeskError('cancelled');
}

function progress(event: Extract<SignInEvent, { kind: 'browser-opened' | 'device-code' }>): string {
  if (event.kind === 'browser-opened') return words.browserOpened;
  return words.enterCode({ url: event.verificationUri, code: event.userCode });
}

function tellReport({ ok, lines }: CheckReport, json: boolean): void {
  const failure = lines.find(line => line.failure !== null)?.failure ?? null;
  if (failure === null) return print(json, { ok, lines }, () => reportLines(lines));
  process.exitCode = 1;
  if (json) printFailure(json, failure, { lines: lines.map(lineObject) });
  else printLines(reportLines(lines));
}

/** A line for scripts: its failure in words, as everywhere. */
function lineObject({ failure, ...line }: CheckLine): object {
  return { ...line, ...(failure === null ? {} : { error: errorObject(failure) }) };
}

function reportLines(lines: readonly CheckLine[]): string[] {
  const rows = table(
    lines.map(({ name, status, detail }) => [
      checkStatusWords(status),
      checkWords(name),
      checkDetailWords(detail) ?? '',
    ]),
  );
  return lines.flatMap(({ failure }, index) => {
    const row = rows[index] ?? '';
    if (failure === null) return [row];
    const { message, next } = wordsFor(failure, 'check');
    return [row, `    ${message}`, `    ${next}`];
  });
}

function listLines({ connections, current }: ConnectionsState): string[] {
  if (connections.length === 0) return [words.none];
  return listTable(
    words.headings,
    connections.map(({ id, name, tenantId, tenantName, signIn, account, credential, trouble }) => [
      id === current ? '*' : '',
      name,
      tenantLabel({ name, tenantId, tenantName }),
      account?.name ?? (trouble !== null ? words.unreadable : credential === null ? words.notSignedIn : words.ready),
      signIn,
      id,
    ]),
  );
}
