import type { Account, ConnectionSettings } from '../../../contract/connections/schema.ts';
import { liveSession } from './liveSession.ts';
import type { SignInContext } from './signInContext.ts';
import { isAppKind } from './signInRules.ts';

/** Returns who is signed in, and caches it. @throws KeydeskError if the vault cannot be read */
export async function readAccount(context: SignInContext, connection: ConnectionSettings): Promise<Account | null> {
  if (connection.signIn === 'token' || connection.clientId === '') return null;
  const { accounts } = context;
  const entry = await liveSession(context, connection);
  const told = await entry.session.account();
  // The account of an app is known from its first token on. A session without a token uses the cached one.
  const account = told ?? (isAppKind(connection.signIn) ? (accounts.get(connection.id) ?? null) : null);
  // SECURITY: an earlier Keydesk without generations, or a person, signs out by removing the file.
  const before = accounts.get(connection.id);
  if (before !== undefined && before.id !== account?.id) entry.tokens.clear();
  if (account === null) accounts.delete(connection.id);
  else accounts.set(connection.id, account);
  return account;
}
