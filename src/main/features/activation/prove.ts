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

/** Lets a user sign in, in a browser window of its own, and begins a sitting. Leaving the stream, or its signal, cancels. */
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
 * Begins a sitting for the user who has this code.
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

/** Lets somebody sign in as users do, and forgets who it was. @throws KeydeskError as signInUser */
export async function trySignIn(
  context: ActivationContext,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  await proveIdentity(context, { language: undefined, opened: () => undefined, signal });
}

/** Returns whether ID tokens tell when a user signed in; null if that is not known. */
export async function signInTold(context: ActivationContext): Promise<boolean | null> {
  const connection = signInConnection(context);
  return connection === null ? null : context.times.told(connection);
}

/**
 * Returns the connection by which users sign in; null if they cannot. A fixed token and practice mode have no sign-in, and neither has
 * a computer without a browser that keeps users apart.
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
