import type {
  Account,
  ConnectionView,
  Credential,
  SignInRequest as SignInChoice,
  SignInEvent,
} from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { type Channel, telling } from '../../base/stream.ts';
import type { SignInRequest } from '../../services/auth/signIn.ts';
import type { ConnectionContext } from './context.ts';

/** Stores another credential of the app. @throws KeydeskError connection-not-found, certificate-…, secrets-unwritable */
export async function changeCredential(
  { list, signIns, activity }: ConnectionContext,
  id: string,
  credential: Credential,
): Promise<ConnectionView> {
  const connection = list.find(id);
  if (credential.kind !== connection.signIn) {
    throw new KeydeskError('invalid-input', {
      detail: credential.kind === 'secret' ? 'takes-no-secret' : 'takes-no-certificate',
    });
  }
  await activity.during('connection-credential-changed', async subject => {
    subject.facts = { name: connection.name, kind: credential.kind };
    await signIns.setCredential(connection, credential);
  });
  await list.changed();
  return list.view(connection);
}

/** Signs in, and reads the tenant's id and name. Closing the stream, or aborting its signal, cancels. */
export function signInTo(
  context: ConnectionContext,
  { id, method, language }: SignInChoice,
  signal: AbortSignal | undefined,
): Channel<SignInEvent> {
  return telling<SignInEvent>(
    signal,
    async (tell, abort) => {
      const account = await signInAndLearn(context, id, { method, language, tell, signal: abort });
      await context.list.changed();
      return { kind: 'done', account };
    },
    error => ({ kind: 'failed', failure: toFailure(error) }),
  );
}

/** Signs out. @throws KeydeskError connection-not-found */
export async function signOutOf(
  { list, signIns, activity, connectedTenant }: ConnectionContext,
  id: string,
): Promise<void> {
  const connection = list.find(id);
  activity.record({ kind: 'signed-out', facts: { name: connection.name } });
  await signIns.signOut(connection);
  connectedTenant.reset();
  await list.changed();
}

function signInAndLearn(
  { list, naming, signIns, activity }: ConnectionContext,
  id: string,
  request: SignInRequest,
): Promise<Account> {
  return activity.during('signed-in', async subject => {
    const connection = list.find(id);
    const facts = { name: connection.name, method: request.method ?? connection.signIn };
    subject.facts = facts;
    const { account, tenantId } = await signIns.signIn(connection, request);
    subject.facts = { ...facts, account: account.name };
    await naming.learnId(connection, tenantId);
    const known = list.find(id);
    const tenantName = await naming.nameOf(known);
    if (tenantName !== undefined && tenantName !== known.tenantName)
      await list.replace({ ...list.find(id), tenantName });
    return account;
  });
}
