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
import { type Session, scopeOf } from './session.ts';
import { signInError } from './signInErrors.ts';

export interface SignInOptions {
  method: 'browser' | 'device-code';
  /** BCP 47 tag of the language that the browser shows at the end. */
  language?: string | undefined;
  open: Opener;
  tell(event: SignInEvent): void;
  signal: AbortSignal;
  /** Longest wait for a person, in ms. */
  timeout: number;
}

export interface PersonSession extends Session {
  /** Signs a person in beside the present sign-in, which stays. Returns the account, and the cache to keep in place of the present one. */
  signIn(options: SignInOptions): Promise<{ account: Account; cache: string }>;
}

/** Signs people in, keeps who is, and renews their tokens. */
export function personSession(connection: ConnectionSettings, network: LoginNetwork, cache: VaultCache): PersonSession {
  let made: Promise<PublicClientApplication> | undefined;
  const client = () => {
    made ??= newPublicClient(connection, network, cache);
    return made;
  };
  const scopes = [scopeOf(connection)];
  /** What a token must show that could not be had without the person: the next sign-in asks for it. */
  let demanded: string | undefined;
  const demand = () => (demanded === undefined ? {} : { claims: demanded });
  const signedIn = async () => {
    // SECURITY: who signed out in another window or by a command is signed out here too.
    if (await cache.changedElsewhere()) made = undefined;
    return (await (await client()).getTokenCache().getAllAccounts())[0];
  };

  const byBrowser = async (app: PublicClientApplication, { language, open, tell, signal, timeout }: SignInOptions) =>
    interactiveAnswer(app, {
      request: { scopes, prompt: 'select_account', nonce: randomUUID(), ...demand() },
      open,
      opened: () => tell({ kind: 'browser-opened' }),
      signal,
      timeout,
      language,
    });

  const byDeviceCode = async (app: PublicClientApplication, { tell, signal, timeout }: SignInOptions) => {
    const request = {
      scopes,
      ...demand(),
      timeout: Math.ceil(timeout / 1000),
      cancel: false,
      deviceCodeCallback: ({ userCode, verificationUri, expiresIn }: DeviceCodeAnswer) => {
        // A refusal has none of these, and MSAL goes on all the same.
        if (userCode === undefined) throw new KeydeskError('sign-in-refused');
        const expiresAt = new Date(Date.now() + expiresIn * 1000).toISOString();
        tell({ kind: 'device-code', userCode, verificationUri, expiresAt });
      },
    };
    const polled = app.acquireTokenByDeviceCode(request);
    const aborted = new Promise<never>((_, reject) => {
      const onAbort = () => {
        // MSAL looks at this before it asks the next time; nobody waits for that.
        request.cancel = true;
        reject(new KeydeskError('cancelled'));
      };
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
    });
    return Promise.race([polled, aborted]);
  };

  return {
    signIn: async options => {
      network.forget();
      try {
        options.signal.throwIfAborted();
        // SECURITY: its cache is in memory alone, so that a sign-in that is canceled or comes too late leaves nothing behind.
        const app = await newPublicClient(connection, network);
        const answer = await (options.method === 'browser' ? byBrowser(app, options) : byDeviceCode(app, options));
        if (!answer?.account) throw new KeydeskError('sign-in-refused');
        options.signal.throwIfAborted();
        return { account: toAccount(answer.account), cache: app.getTokenCache().serialize() };
      } catch (error) {
        if (options.signal.aborted) throw new KeydeskError('cancelled');
        const { refusal } = network.trouble;
        // Of a device code MSAL tells only that it failed.
        const untold = error instanceof KeydeskError && error.code === 'sign-in-refused' && refusal !== undefined;
        throw signInError(untold ? new Error('refused') : error, connection, network);
      }
    },
    token: async (fresh, claims) => {
      network.forget();
      try {
        const account = await signedIn();
        if (account === undefined) throw new KeydeskError('sign-in-needed');
        demanded = claims ?? demanded;
        const answer = await (await client()).acquireTokenSilent({ account, scopes, forceRefresh: fresh, ...demand() });
        demanded = undefined;
        return { token: answer.accessToken, expiresAt: answer.expiresOn?.getTime() ?? 0 };
      } catch (error) {
        const refused = signInError(error, connection, network);
        const wanted = demanded !== undefined && hasCode(refused, 'mfa-required', 'sign-in-expired', 'sign-in-refused');
        throw wanted ? new KeydeskError('sign-in-stronger', refused.params, { cause: refused }) : refused;
      }
    },
    account: async () => {
      const account = await signedIn();
      return account === undefined ? null : toAccount(account);
    },
    skew: () => network.skew,
  };
}

/** MSAL's types promise these, and a refused request has none of them. */
interface DeviceCodeAnswer {
  readonly userCode: string | undefined;
  readonly verificationUri: string;
  readonly expiresIn: number;
}

function toAccount({ username, localAccountId }: AccountInfo): Account {
  return { kind: 'person', name: wellFormed(username), id: localAccountId };
}
