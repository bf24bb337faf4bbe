import type { Command } from 'commander';
import type { SignInEvent } from '../../contract/connections/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { spokenLanguage, wordsOf } from '../../words/say.ts';
import { print, printFailure, tell } from '../output.ts';
import { type Session, withCore } from '../session.ts';
import { find, warnUnlessLasting } from './connectionChoice.ts';

const words = wordsOf('commands').connection;

/** Adds sign-in and sign-out. */
export function addConnectionSignIn(connection: Command): void {
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
}

async function signIn(session: Session, id: string, deviceCode: boolean): Promise<void> {
  const { client, json, signal } = session;
  const request = { id, language: spokenLanguage(), ...(deviceCode && { method: 'device-code' as const }) };
  for await (const event of await client.connections.signIn(request, { signal })) {
    switch (event.kind) {
      case 'done':
        // For an app, only its secret or certificate is stored.
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
