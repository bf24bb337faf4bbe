import type { Command } from 'commander';
import { cloudNames, clouds } from '../../contract/connections/clouds.ts';
import type { ConnectionView, Credential, SignInKind } from '../../contract/connections/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { hasCode } from '../../contract/errors/failure.ts';
import { MAX_PEM_FILE } from '../../contract/text/pem.ts';
import { decodePem } from '../../main/base/decodeText.ts';
import { readWithin } from '../../main/base/readAtMost.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { print, tell } from '../output.ts';
import { readPin } from '../pinInput.ts';
import type { GlobalOptions, Session } from '../session.ts';
import { argument, flag, type Given, needed, notWith, oneOf, text, withDefault } from '../takes.ts';
import { refuse } from '../usage.ts';
import { find, warnUnlessLasting } from './connectionChoice.ts';

const words = wordsOf('commands').connection;

const CREDENTIAL_SIGN_INS = [
  'browser',
  'device-code',
  'certificate',
  'secret',
] as const satisfies readonly SignInKind[];

/** Adds the commands that change the list of connections: add, credential, use and remove. */
export function addConnectionChanges(parent: Command): void {
  addAdd(parent);
  const connection = argument();

  const takesSet = { connection, ...takesCredential() };
  addCommand(parent, 'credential', words.credential, { takes: takesSet }, async (session, given) => {
    const credential = await readCredential(given, session.signal);
    if (credential === undefined) throw new KeydeskError('usage', { detail: 'credential-option' });
    const changed = await setCredential(session, await find(session, given.connection), credential);
    print(session.json, { ok: true, connection: changed }, () => [words.credentialSet]);
  });

  addCommand(parent, 'use', words.use, { takes: { connection } }, async (session, given) => {
    const { id, name } = await find(session, given.connection);
    await session.client.connections.use({ id });
    print(session.json, { ok: true, current: id }, () => [words.used({ name })]);
  });

  addCommand(parent, 'remove', words.remove, { takes: { connection } }, async (session, given) => {
    const { id } = await find(session, given.connection);
    await session.client.connections.remove({ id });
    print(session.json, { ok: true, removed: id }, () => [words.removed]);
  });
}

function takesAdd() {
  return {
    ...takesCredential(),
    tenant: needed('<tenant>', words.tenant),
    clientId: needed('<id>', words.clientId),
    name: text('<name>', words.name),
    signIn: withDefault(oneOf('<way>', words.signInWay, CREDENTIAL_SIGN_INS), 'browser'),
    cloud: withDefault(oneOf('<cloud>', words.cloud, cloudNames), 'global'),
    authority: text('<url>', words.authority),
    graphRoot: text('<url>', words.graphRoot),
  };
}

function takesCredential() {
  return {
    secretStdin: flag(words.secretStdin),
    certificate: notWith('secretStdin', text('<pem>', words.certificate)),
  };
}

function addAdd(connection: Command): void {
  const spec = { takes: takesAdd(), check: checkAdd };
  addCommand(connection, 'add', words.add, spec, async (session, given, command) => {
    const { graphVersion = 'v1.0' }: GlobalOptions = command.optsWithGlobals();
    const { authority, graphUrl } = clouds[given.cloud];
    const credential = await readCredential(given, session.signal);
    const added = await session.client.connections.add({
      name: given.name ?? given.tenant,
      tenantId: given.tenant,
      clientId: given.clientId,
      authority: given.authority ?? authority,
      graphUrl: given.graphRoot ?? graphUrl,
      version: graphVersion,
      signIn: given.signIn,
    });
    const whole = credential === undefined ? added : await setCredential(session, added, credential);
    print(session.json, { ok: true, connection: whole }, () => [words.added({ name: whole.name, id: whole.id })]);
  });
}

/**
 * Warns of a cloud without passkeys.
 * @throws CommanderError for a secret or certificate that the kind of sign-in does not use
 */
function checkAdd(given: Given<ReturnType<typeof takesAdd>>, command: Command): void {
  const { cloud, signIn, secretStdin, certificate } = given;
  const refuseOption = (option: string, needed: SignInKind) =>
    refuse(command, wordsOf('usageErrors').uselessCredential({ option, signIn, needed }));
  if (secretStdin === true && signIn !== 'secret') refuseOption('--secret-stdin', 'secret');
  if (certificate !== undefined && signIn !== 'certificate') refuseOption('--certificate', 'certificate');
  if (!clouds[cloud].registersPasskeys) tell(wordsOf('connections').globalOnly);
}

async function readCredential(
  { secretStdin, certificate }: Given<ReturnType<typeof takesCredential>>,
  signal: AbortSignal,
): Promise<Credential | undefined> {
  if (secretStdin === true) return { kind: 'secret', secret: await readPin(process.stdin, signal) };
  if (certificate === undefined) return undefined;
  try {
    return { kind: 'certificate', pem: decodePem(readWithin(certificate, MAX_PEM_FILE)) };
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
