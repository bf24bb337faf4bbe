import type { Account, ConnectionSettings } from '../../../contract/connections/schema.ts';
import { liveSession } from './liveSession.ts';
import type { SignInContext } from './signInContext.ts';
import { isAppKind } from './signInRules.ts';

/** Returns who is signed in, and remembers it. @throws KeydeskError where what is kept cannot be read */
export async function readAccount(context: SignInContext, connection: ConnectionSettings): Promise<Account | null> {
  if (connection.signIn === 'token' || connection.clientId === '') return null;
  const { accounts } = context;
  const entry = await liveSession(context, connection);
  const told = await entry.session.account();
  // An app is known from its first token on, also to a session that has not asked for one yet.
  const account = told ?? (isAppKind(connection.signIn) ? (accounts.get(connection.id) ?? null) : null);
  // SECURITY: a Keydesk without generations, or a person, signs out by removing the file.
  const before = accounts.get(connection.id);
  if (before !== undefined && before.id !== account?.id) entry.token = undefined;
  if (account === null) accounts.delete(connection.id);
  else accounts.set(connection.id, account);
  return account;
}
