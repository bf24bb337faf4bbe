import { resolve } from 'node:path';
import { MAX_PEM, type PackageLock, type Unlock } from '../../contract/deferred/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { readAtMost } from '../../main/base/readAtMost.ts';
import { wordsOf } from '../../words/say.ts';
import { readPin } from '../pinInput.ts';
import { flag, type Given, needed, text } from '../takes.ts';

const words = wordsOf('deferredCommands');

/** The options that name a package and open it. */
export function takesPackage() {
  return {
    package: needed('<file>', words.package),
    passphraseStdin: flag(words.passphraseStdin),
    identity: text('<key>', words.identity),
  };
}

type PackageOptions = Given<ReturnType<typeof takesPackage>>;

/** Returns the package of the options. Without a passphrase and a private key, this Keydesk must have fetched it. */
export async function packageOf(
  options: PackageOptions,
  signal: AbortSignal,
): Promise<{ file: string; unlock: Unlock }> {
  const passphrase = options.passphraseStdin === true ? await readPin(process.stdin, signal) : undefined;
  return { file: resolve(options.package), unlock: await unlockOf(options.identity, passphrase) };
}

async function unlockOf(identity: string | undefined, passphrase: string | undefined): Promise<Unlock> {
  if (identity !== undefined) {
    const pem = await pemOf(identity);
    return { kind: 'identity', pem, ...(passphrase === undefined ? {} : { passphrase }) };
  }
  return passphrase === undefined ? { kind: 'station' } : { kind: 'passphrase', passphrase };
}

async function pemOf(file: string): Promise<string> {
  try {
    return (await readAtMost(file, MAX_PEM)).toString('latin1');
  } catch (cause) {
    throw new KeydeskError('deferred-identity', { reason: 'file-unreadable', file }, { cause });
  }
}

/** Returns who can open a new package; undefined if nobody was named. @throws KeydeskError handover-recipient */
export async function lockOf(
  recipients: readonly string[] | undefined,
  passphraseStdin: boolean | undefined,
  signal: AbortSignal,
): Promise<PackageLock | undefined> {
  if (passphraseStdin === true) return { kind: 'passphrase', passphrase: await readPin(process.stdin, signal) };
  if (recipients === undefined) return undefined;
  return { kind: 'certificates', pems: await Promise.all(recipients.map(certificateOf)) };
}

async function certificateOf(file: string): Promise<string> {
  try {
    return (await readAtMost(file, MAX_PEM)).toString('latin1');
  } catch (cause) {
    throw new KeydeskError('handover-recipient', { reason: 'file-unreadable', file }, { cause });
  }
}
