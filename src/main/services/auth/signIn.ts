import type { Account, ConnectionSettings, SignInEvent } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { unlessAborted } from '../../base/unlessAborted.ts';
import { readAccount } from './account.ts';
import { liveSession, refuseLate } from './liveSession.ts';
import { safeOpener } from './opener.ts';
import type { PersonSession } from './person.ts';
import { findClient, findTenant } from './preflight.ts';
import { dropSessions, type LiveSession, type SignInContext, secretNames } from './signInContext.ts';

/** How a person signs in. */
export type PersonMethod = 'browser' | 'device-code';

export interface SignInRequest {
  /** Default: the method of the connection. */
  method?: PersonMethod | undefined;
  /** BCP 47 tag of the language of the last page in the browser. */
  language?: string | undefined;
  tell(event: SignInEvent): void;
  signal: AbortSignal;
}

const MINUTE = 60_000;
/** How long to wait for a person, in ms. */
const PATIENCE: Readonly<Record<PersonMethod, number>> = { browser: 5 * MINUTE, 'device-code': 15 * MINUTE };

/**
 * Checks tenant and app, then signs in. Also returns the tenant's id.
 * @throws KeydeskError connection-incomplete, sign-in-needed, sign-in-ended, cancelled, and those of signInErrors.ts
 */
export async function signIn(
  context: SignInContext,
  connection: ConnectionSettings,
  request: SignInRequest,
): Promise<{ account: Account; tenantId: string }> {
  const { signal } = request;
  if (connection.signIn === 'token') throw new KeydeskError('connection-incomplete', { what: 'sign-in' });
  const entry = await liveSession(context, connection);
  const { network, session } = entry;
  entry.tokens.clear();
  const tenantId = await unlessAborted(findTenant(connection, network), signal);
  if (!('signIn' in session)) return { account: await signInApp(context, connection, entry, signal), tenantId };
  await unlessAborted(findClient(connection, network), signal);
  return { account: await signInPerson(context, connection, { ...entry, session }, request), tenantId };
}

async function signInApp(
  context: SignInContext,
  connection: ConnectionSettings,
  entry: LiveSession,
  signal: AbortSignal,
): Promise<Account> {
  await unlessAborted(entry.session.token(true), signal);
  const account = await readAccount(context, connection);
  await refuseLate(context, connection, entry);
  if (account === null) throw new KeydeskError('sign-in-needed');
  return account;
}

async function signInPerson(
  context: SignInContext,
  connection: ConnectionSettings,
  { session, generation }: LiveSession & { session: PersonSession },
  { method, language, tell, signal }: SignInRequest,
): Promise<Account> {
  const { parts, accounts } = context;
  const way = method ?? (connection.signIn === 'device-code' ? 'device-code' : 'browser');
  const open = safeOpener(parts.openUrl, [connection.authority]);
  const timeout = parts.timeout ?? PATIENCE[way];
  const { account, cache } = await session.signIn({ method: way, language, open, tell, signal, timeout });
  await parts.vault.write(secretNames(connection).cache, cache, async move => {
    // Sealing may have waited for a person, who canceled the sign-in meanwhile.
    if (signal.aborted) throw new KeydeskError('cancelled');
    await parts.generations.next(connection.id, move, generation);
  });
  dropSessions(context, connection);
  accounts.set(connection.id, account);
  return account;
}
