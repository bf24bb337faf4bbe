import { randomUUID } from 'node:crypto';
import type { AccountInfo, PublicClientApplication } from '@azure/msal-node';
import type { Account, ConnectionSettings, SignInEvent } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { wellFormed } from '../../../contract/text/wellFormed.ts';
import type { VaultCache } from './cachePlugin.ts';
import { interactiveAnswer } from './interactive.ts';
import type { LoginNetwork } from './network.ts';
import type { Opener } from './opener.ts';
import { newPublicClient } from './publicClient.ts';
import { type AccessToken, type Session, scopeOf } from './session.ts';
import { signInError } from './signInErrors.ts';

export interface SignInOptions {
  method: 'browser' | 'device-code';
  /** BCP 47 tag of the language of the last page in the browser. */
  language?: string | undefined;
  open: Opener;
  tell(event: SignInEvent): void;
  signal: AbortSignal;
  /** How long to wait for a person, in ms. */
  timeout: number;
}

export interface PersonSession extends Session {
  /**
   * Signs in a person without ending the current sign-in. Returns the account, and the cache that replaces the current
   * one.
   */
  signIn(options: SignInOptions): Promise<{ account: Account; cache: string }>;
}

/** The state that the operations of one session share. */
interface PersonContext {
  readonly connection: ConnectionSettings;
  readonly network: LoginNetwork;
  readonly cache: VaultCache;
  readonly scopes: string[];
  /** MSAL's client with the cache of the vault; undefined until it is first used. */
  client: Promise<PublicClientApplication> | undefined;
  /** The claims of a token that needs the person. The next sign-in requests them. */
  demanded: string | undefined;
}

/** Signs people in, stores who is signed in, and renews their tokens. */
export function personSession(connection: ConnectionSettings, network: LoginNetwork, cache: VaultCache): PersonSession {
  const scopes = [scopeOf(connection)];
  const context: PersonContext = { connection, network, cache, scopes, client: undefined, demanded: undefined };
  return {
    signIn: options => signIn(context, options),
    token: (fresh, claims, scope) => renew(context, fresh, claims, scope === undefined ? scopes : [scope]),
    account: async () => {
      const account = await signedIn(context);
      return account === undefined ? null : toAccount(account);
    },
    skew: () => network.skew,
  };
}

async function signIn(context: PersonContext, options: SignInOptions): Promise<{ account: Account; cache: string }> {
  const { connection, network } = context;
  network.forget();
  try {
    options.signal.throwIfAborted();
    // SECURITY: the cache of a sign-in is only in memory. A sign-in that is canceled or late leaves nothing behind.
    const app = await newPublicClient(connection, network);
    const answer = await (options.method === 'browser'
      ? byBrowser(context, app, options)
      : byDeviceCode(context, app, options));
    if (!answer?.account) throw new KeydeskError('sign-in-refused');
    options.signal.throwIfAborted();
    return { account: toAccount(answer.account), cache: app.getTokenCache().serialize() };
  } catch (error) {
    if (options.signal.aborted) throw new KeydeskError('cancelled');
    const { refusal } = network.trouble;
    // MSAL reports only that a device code failed, without the reason.
    const untold = error instanceof KeydeskError && error.code === 'sign-in-refused' && refusal !== undefined;
    throw signInError(untold ? new Error('refused') : error, connection, network);
  }
}

async function renew(
  context: PersonContext,
  fresh: boolean,
  claims: string | undefined,
  scopes: string[],
): Promise<AccessToken> {
  const { connection, network } = context;
  network.forget();
  try {
    const account = await signedIn(context);
    if (account === undefined) throw new KeydeskError('sign-in-needed');
    context.demanded = claims ?? context.demanded;
    const client = await clientOf(context);
    const answer = await client.acquireTokenSilent({ account, scopes, forceRefresh: fresh, ...demandOf(context) });
    context.demanded = undefined;
    return { token: answer.accessToken, expiresAt: answer.expiresOn?.getTime() ?? 0 };
  } catch (error) {
    const refused = signInError(error, connection, network);
    const wanted =
      context.demanded !== undefined && hasCode(refused, 'mfa-required', 'sign-in-expired', 'sign-in-refused');
    throw wanted ? new KeydeskError('sign-in-stronger', refused.params, { cause: refused }) : refused;
  }
}

function clientOf(context: PersonContext): Promise<PublicClientApplication> {
  context.client ??= newPublicClient(context.connection, context.network, context.cache);
  return context.client;
}

async function signedIn(context: PersonContext): Promise<AccountInfo | undefined> {
  // SECURITY: a sign-out in another window or by a command also applies here.
  if (await context.cache.changedElsewhere()) context.client = undefined;
  return (await (await clientOf(context)).getTokenCache().getAllAccounts())[0];
}

function demandOf({ demanded }: PersonContext): { claims?: string } {
  return demanded === undefined ? {} : { claims: demanded };
}

function byBrowser(
  context: PersonContext,
  app: PublicClientApplication,
  { language, open, tell, signal, timeout }: SignInOptions,
) {
  return interactiveAnswer(app, {
    request: { scopes: context.scopes, prompt: 'select_account', nonce: randomUUID(), ...demandOf(context) },
    open,
    opened: () => tell({ kind: 'browser-opened' }),
    signal,
    timeout,
    language,
  });
}

function byDeviceCode(context: PersonContext, app: PublicClientApplication, { tell, signal, timeout }: SignInOptions) {
  const request = {
    scopes: context.scopes,
    ...demandOf(context),
    timeout: Math.ceil(timeout / 1000),
    cancel: false,
    deviceCodeCallback: ({ userCode, verificationUri, expiresIn }: DeviceCodeAnswer) => {
      // A refused request has none of these members, and MSAL continues anyway.
      if (userCode === undefined) throw new KeydeskError('sign-in-refused');
      const expiresAt = new Date(Date.now() + expiresIn * 1000).toISOString();
      tell({ kind: 'device-code', userCode, verificationUri, expiresAt });
    },
  };
  const polled = app.acquireTokenByDeviceCode(request);
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => {
      // MSAL checks this before its next poll. Nobody waits for that.
      request.cancel = true;
      reject(new KeydeskError('cancelled'));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([polled, aborted]);
}

/** MSAL's types say that these members exist, but a refused request has none of them. */
interface DeviceCodeAnswer {
  readonly userCode: string | undefined;
  readonly verificationUri: string;
  readonly expiresIn: number;
}

function toAccount({ username, localAccountId }: AccountInfo): Account {
  return { kind: 'person', name: wellFormed(username), id: localAccountId };
}
