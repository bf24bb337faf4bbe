import type { Command } from 'commander';
import type { SignInEvent } from '../../contract/connections/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { spokenLanguage, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { print, printFailure, tell } from '../output.ts';
import type { Session } from '../session.ts';
import { flag, optionalArgument } from '../takes.ts';
import { find, warnUnlessLasting } from './connectionChoice.ts';

const words = wordsOf('commands').connection;

/** Adds sign-in and sign-out. */
export function addConnectionSignIn(parent: Command): void {
  const connection = optionalArgument();

  const takes = { connection, deviceCode: flag(words.deviceCode) };
  addCommand(parent, 'sign-in', words.signIn, { takes }, async (session, given) => {
    const { id, signIn: way } = await find(session, given.connection);
    if (given.deviceCode === true && way !== 'browser' && way !== 'device-code') {
      throw new KeydeskError('usage', { detail: 'device-code-of-app' });
    }
    await signIn(session, id, given.deviceCode === true);
  });

  addCommand(parent, 'sign-out', words.signOut, { takes: { connection } }, async (session, given) => {
    const { id } = await find(session, given.connection);
    await session.client.connections.signOut({ id });
    print(session.json, { ok: true, signedOut: id }, () => [words.signedOut]);
  });
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
