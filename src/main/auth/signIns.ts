import type {
  Account,
  ConnectionSettings,
  Credential,
  CredentialState,
  SignInEvent,
  SignInKind,
} from '../../contract/connections.ts';
import { credentialSchema } from '../../contract/connections.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { hasCode } from '../../contract/failure.ts';
import type { TokenSource } from '../graph/tokens.ts';
import type { Network } from '../network/network.ts';
import { appSession } from './app.ts';
import { vaultCache } from './cachePlugin.ts';
import { readCertificate } from './certificate.ts';
import { type LoginNetwork, loginNetwork } from './network.ts';
import { type Opener, safeOpener } from './opener.ts';
import { type PersonSession, personSession } from './person.ts';
import { findClient, findTenant } from './preflight.ts';
import type { AccessToken, Session } from './session.ts';
import type { Vault } from './vault.ts';

/** The ways by which a person signs in. */
export type PersonMethod = 'browser' | 'device-code';

/** Sign-ins of all connections: each of its own, kept in the vault. */
export interface SignIns {
  /** Whether they outlast this run. */
  readonly lasting: boolean;
  /** @throws KeydeskError connection-incomplete; what it gives throws those of signInErrors.ts, secret-sealed-earlier, secret-unsealable, cancelled */
  tokenSource(connection: ConnectionSettings): TokenSource;
  /** How far the clock is off from the sign-in's, in ms; null before the first answer. */
  skew(connection: ConnectionSettings): number | null;
  /** Looks for tenant and app, then signs in. Gives the tenant's id too. */
  signIn(connection: ConnectionSettings, request: SignInRequest): Promise<{ account: Account; tenantId: string }>;
  account(connection: ConnectionSettings): Promise<Account | null>;
  /** The same as it was last seen, at once. */
  knownAccount(connection: ConnectionSettings): Account | null;
  credential(connection: ConnectionSettings): Promise<CredentialState | null>;
  /** @throws KeydeskError certificate-unreadable, certificate-expired, secrets-unwritable */
  setCredential(connection: ConnectionSettings, credential: Credential): Promise<void>;
  /** Forgets who is signed in. What the app signs in with stays. */
  signOut(connection: ConnectionSettings): Promise<void>;
  /** Forgets everything of it, secrets included. */
  forget(connection: ConnectionSettings): Promise<void>;
}

export interface SignInRequest {
  /** The connection's own way without. */
  method?: PersonMethod | undefined;
  tell(event: SignInEvent): void;
  signal: AbortSignal;
}

export interface SignInParts {
  vault: Vault;
  openUrl: Opener;
  /** The way to the sign-in. Default: by the environment of this process. */
  network?: Network | undefined;
  /** PEM of a root that a sign-in on this computer may lead to. */
  loginCa?: string | undefined;
  /** What the app signs in with in this run alone, before what is kept. */
  credential?: Credential | undefined;
  /** Longest wait for a person, in ms. Default five minutes; a device code lives fifteen. */
  timeout?: number | undefined;
}

const MINUTE = 60_000;
const PATIENCE: Readonly<Record<PersonMethod, number>> = { browser: 5 * MINUTE, 'device-code': 15 * MINUTE };

/** Before it expires by so much, in ms, a token is renewed. */
const RENEWAL = 5 * MINUTE;

interface Live {
  readonly of: string;
  readonly network: LoginNetwork;
  readonly session: Session | PersonSession;
  /** The token of before: an import asks for one a page, and the vault is slow. */
  token?: AccessToken | undefined;
}

export function createSignIns(parts: SignInParts): SignIns {
  const { vault } = parts;
  const live = new Map<string, Live>();
  const accounts = new Map<string, Account>();
  const names = ({ id }: ConnectionSettings) => ({ cache: `${id}.cache`, credential: `${id}.credential` });

  const credentialOf = async (connection: ConnectionSettings): Promise<Credential | undefined> => {
    if (parts.credential?.kind === connection.signIn) return parts.credential;
    const stored = await vault.read(names(connection).credential);
    const parsed = stored === undefined ? undefined : credentialSchema.safeParse(JSON.parse(stored));
    return parsed?.success && parsed.data.kind === connection.signIn ? parsed.data : undefined;
  };

  /** The session of a connection; a new one after it was edited. */
  const liveOf = (connection: ConnectionSettings): Live => {
    // What it is called, and Graph's version, make no other sign-in.
    const of = JSON.stringify({ ...connection, name: undefined, tenantName: undefined, version: undefined });
    const known = live.get(connection.id);
    if (known?.of === of) return known;
    if (connection.clientId === '') throw new KeydeskError('connection-incomplete', { what: 'client id' });
    checkAuthority(connection);
    const network = loginNetwork(connection.authority, parts.loginCa, parts.network);
    const session = isAppKind(connection.signIn)
      ? appSession({ connection, network, credential: () => credentialOf(connection) })
      : personSession(connection, network, vaultCache(vault, names(connection).cache));
    const fresh = { of, network, session };
    live.set(connection.id, fresh);
    return fresh;
  };

  /** A token; where what is kept was refused, the error says that, and not that there is nothing. */
  const tokenOf = async (
    connection: ConnectionSettings,
    session: Session | PersonSession,
    fresh: boolean,
    claims?: string,
  ): Promise<AccessToken> => {
    try {
      return await session.token(fresh, claims);
    } catch (cause) {
      if (!hasCode(cause, 'sign-in-needed', 'credential-missing')) throw cause;
      const { cache, credential } = names(connection);
      const refusal = vault.refusal(isAppKind(connection.signIn) ? credential : cache);
      if (refusal === undefined) throw cause;
      throw new KeydeskError(refusal === 'earlier-form' ? 'secret-sealed-earlier' : 'secret-unsealable', {}, { cause });
    }
  };

  const accountOf = async (connection: ConnectionSettings): Promise<Account | null> => {
    if (connection.signIn === 'token' || connection.clientId === '') return null;
    const told = await liveOf(connection).session.account();
    // An app is known from its first token on, also to a session that has not asked for one yet.
    const account = told ?? (isAppKind(connection.signIn) ? (accounts.get(connection.id) ?? null) : null);
    // SECURITY: a token of somebody who signed out, or of somebody else, in another process is not used any more.
    const [entry, before] = [live.get(connection.id), accounts.get(connection.id)];
    if (entry !== undefined && before !== undefined && before.id !== account?.id) entry.token = undefined;
    if (account === null) accounts.delete(connection.id);
    else accounts.set(connection.id, account);
    return account;
  };

  const signOut: SignIns['signOut'] = async connection => {
    live.delete(connection.id);
    accounts.delete(connection.id);
    await vault.remove(names(connection).cache);
  };

  return {
    lasting: vault.lasting,
    tokenSource: connection => {
      liveOf(connection);
      return async ({ fresh, claims, signal }) => {
        const entry = liveOf(connection);
        const { token: known } = entry;
        if (!fresh && known !== undefined && known.expiresAt - Date.now() > RENEWAL) return known.token;
        const token = await unlessAborted(tokenOf(connection, entry.session, fresh, claims), signal);
        entry.token = token;
        if (!accounts.has(connection.id)) await accountOf(connection);
        return token.token;
      };
    },
    skew: connection => liveOf(connection).session.skew(),
    signIn: async (connection, { method, tell, signal }) => {
      if (connection.signIn === 'token') throw new KeydeskError('connection-incomplete', { what: 'way to sign in' });
      const entry = liveOf(connection);
      const { network, session } = entry;
      entry.token = undefined;
      const tenantId = await unlessAborted(findTenant(connection, network), signal);
      if (!('signIn' in session)) {
        await unlessAborted(tokenOf(connection, session, true), signal);
        const account = await accountOf(connection);
        if (account === null) throw new KeydeskError('sign-in-needed');
        return { account, tenantId };
      }
      await unlessAborted(findClient(connection, network), signal);
      const way = method ?? (connection.signIn === 'device-code' ? 'device-code' : 'browser');
      const open = safeOpener(parts.openUrl, [connection.authority]);
      const timeout = parts.timeout ?? PATIENCE[way];
      const account = await session.signIn({ method: way, open, tell, signal, timeout });
      accounts.set(connection.id, account);
      return { account, tenantId };
    },
    account: accountOf,
    knownAccount: ({ id }) => accounts.get(id) ?? null,
    credential: async connection => {
      if (!isAppKind(connection.signIn)) return null;
      const credential = await credentialOf(connection);
      return credential === undefined ? null : stateOf(credential);
    },
    setCredential: async (connection, credential) => {
      stateOf(credential, Date.now());
      live.delete(connection.id);
      accounts.delete(connection.id);
      await vault.write(names(connection).credential, JSON.stringify(credential));
    },
    signOut,
    forget: async connection => {
      await signOut(connection);
      await vault.remove(names(connection).credential);
    },
  };
}

export function isAppKind(kind: SignInKind): boolean {
  return kind === 'secret' || kind === 'certificate';
}

/** SECURITY: sign-in goes over https only, on this computer too. @throws KeydeskError connection-insecure */
export function checkAuthority({ authority }: { authority: string }): void {
  if (URL.parse(authority)?.protocol !== 'https:') throw new KeydeskError('connection-insecure', { url: authority });
}

/** SECURITY: what may be told of a credential; of a secret, only that it is there. @param now 0 takes an expired one too */
function stateOf(credential: Credential, now = 0): CredentialState {
  if (credential.kind === 'certificate') return readCertificate(credential.pem, now).state;
  return { kind: 'secret', subject: null, thumbprint: null, expiresAt: null };
}

/** Work whose result nobody waits for any longer once the signal aborts. @throws KeydeskError cancelled */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(new KeydeskError('cancelled'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
