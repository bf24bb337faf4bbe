import type { ProvenUser, UserSignInEvent } from '../../../contract/activation/schema.ts';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { actingAs, stationItself } from '../../base/actor.ts';
import { type Channel, telling } from '../../base/stream.ts';
import { type ActivationContext, checkedUser, failureForUser, tenantOf } from './context.ts';
import type { ProvenIdentity } from './idToken.ts';
import { LIFETIME, type Sitting } from './sittings.ts';
import { signInUser, type UserSignInOptions } from './userSignIn.ts';

/** Signs a user in, in a separate browser window, and starts a sitting. Closing the stream, or aborting its signal, cancels the sign-in. */
export function signIn(
  context: ActivationContext,
  language: string | undefined,
  signal: AbortSignal | undefined,
): Channel<UserSignInEvent> {
  return telling<UserSignInEvent>(
    signal,
    async (tell, aborted) => {
      const opened = () => tell({ kind: 'browser-opened' });
      const { id } = await proveIdentity(context, { language, opened, signal: aborted });
      return {
        kind: 'done',
        user: begin(context, { user: await checkedUser(context, id), proof: 'sign-in', codeId: null }),
      };
    },
    error => ({ kind: 'failed', failure: failureForUser(context, error) }),
  );
}

/**
 * Starts a sitting for the user of this code.
 * @throws KeydeskError activation-code-wrong, activation-code-used, activation-throttled, user-…
 */
export async function enterCode(context: ActivationContext, user: string, code: string): Promise<ProvenUser> {
  try {
    const proven = await context.codes.check(tenantOf(context), user, code);
    return begin(context, { user: await checkedUser(context, proven.user.id), proof: 'code', codeId: proven.id });
  } catch (error) {
    if (hasCode(error, 'activation-code-wrong')) recordRefusedCode(context, user, error);
    throw error;
  }
}

/** Tests the sign-in of users. Does not remember who signed in. @throws KeydeskError as signInUser */
export async function trySignIn(
  context: ActivationContext,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  await proveIdentity(context, { language: undefined, opened: () => undefined, signal });
}

/** Returns whether ID tokens contain the time of the sign-in; null if unknown. */
export async function signInTold(context: ActivationContext): Promise<boolean | null> {
  const connection = signInConnection(context);
  return connection === null ? null : context.times.told(connection);
}

/**
 * Returns the connection by which users sign in; null if they cannot: with a fixed token, in practice mode, or without a browser that can
 * separate users.
 */
export function signInConnection({ scope, parts }: ActivationContext): ConnectionSettings | null {
  const connection = scope.tenant.saved;
  if (connection === null || connection.signIn === 'token' || connection.clientId === '') return null;
  return parts.userSignIn.browser === undefined ? null : connection;
}

async function proveIdentity(context: ActivationContext, options: UserSignInOptions): Promise<ProvenIdentity> {
  const { parts, times, closing, signingIn } = context;
  const connection = signInConnection(context);
  if (connection === null) throw new KeydeskError('activation-sign-in-unavailable');
  const signal = AbortSignal.any([options.signal, closing]);
  const signedIn = signInUser(connection, parts.userSignIn, { ...options, signal });
  const settled = signedIn.then(
    () => times.note(connection, true),
    error => (hasCode(error, 'activation-sign-in-untimed') ? times.note(connection, false) : undefined),
  );
  signingIn.add(settled);
  await settled.finally(() => signingIn.delete(settled));
  return signedIn;
}

function begin({ sittings, scope }: ActivationContext, sitting: Sitting): ProvenUser {
  const { displayName, userPrincipalName } = sitting.user;
  return { sitting: sittings.begin(sitting, scope), displayName, userPrincipalName, secondsLeft: LIFETIME / 1000 };
}

function recordRefusedCode({ scope, station }: ActivationContext, user: string, error: unknown): void {
  actingAs(stationItself(station), () => {
    const about = { user: { userPrincipalName: user }, facts: { station } };
    scope.activity.record({ kind: 'activation-code-refused', result: 'failed', ...about, cause: toFailure(error) });
  });
}
