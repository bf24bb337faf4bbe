import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type CloudName, cloudNames, clouds } from '../../contract/connections/clouds.ts';
import type { ConnectionView, Credential, SignInKind } from '../../contract/connections/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { hasCode } from '../../contract/errors/failure.ts';
import { decodePem } from '../../main/base/decodeText.ts';
import { wordsOf } from '../../words/say.ts';
import { print, tell } from '../output.ts';
import { readPin } from '../pinInput.ts';
import { type GlobalOptions, type Session, withCore } from '../session.ts';
import { refuse } from '../usage.ts';
import { find, warnUnlessLasting } from './connectionChoice.ts';

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

/** Adds the commands that change the list of connections: add, credential, use and remove. */
export function addConnectionChanges(connection: Command): void {
  addAdd(connection);
  addCredential(connection);

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
}

function addAdd(connection: Command): void {
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
}

function addCredential(connection: Command): void {
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
}

function withCredential(command: Command): Command {
  return command
    .option('--secret-stdin', words.secretStdin)
    .addOption(new Option('--certificate <pem>', words.certificate).conflicts('secretStdin'));
}

/** @throws CommanderError for a secret or certificate that the kind of sign-in does not use */
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
