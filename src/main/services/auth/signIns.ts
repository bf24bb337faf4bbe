import type {
  Account,
  ConnectionSettings,
  Credential,
  CredentialState,
  SignInEvent,
  SignInKind,
} from '../../../contract/connections/schema.ts';
import { credentialSchema } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { TenantNames } from '../../base/store/tenantNames.ts';
import type { TokenSource } from '../graph/tokens.ts';
import type { Network } from '../network/network.ts';
import { appSession } from './app.ts';
import { vaultCache } from './cachePlugin.ts';
import { readCertificate } from './certificate.ts';
import type { Generations } from './generations.ts';
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
  /**
   * Returns a source of tokens for a connection that is set up.
   * @throws KeydeskError connection-incomplete; the source throws those of signInErrors.ts and of Vault.read, cancelled, and
   * sign-in-ended where the sign-in that a token was asked for is not the present one any more
   */
  tokenSource(connection: ConnectionSettings): TokenSource;
  /** Calls the listener before it returns a token that shows the id of a tenant that was entered by another name. */
  onTenantId(listener: TenantIdListener): void;
  /** How far the clock is off from the sign-in's, in ms; null before the first answer. */
  skew(connection: ConnectionSettings): number | null;
  /** Looks for tenant and app, then signs in. Returns the tenant's id too. @throws KeydeskError sign-in-ended, and as tokenSource */
  signIn(connection: ConnectionSettings, request: SignInRequest): Promise<{ account: Account; tenantId: string }>;
  /** @throws KeydeskError where what is kept cannot be read: then it is not known who is signed in */
  account(connection: ConnectionSettings): Promise<Account | null>;
  /** The same as it was last seen, at once. */
  knownAccount(connection: ConnectionSettings): Account | null;
  /** @throws KeydeskError where what is kept cannot be read */
  credential(connection: ConnectionSettings): Promise<CredentialState | null>;
  /** @throws KeydeskError certificate-unreadable, certificate-expired, secrets-unwritable, sign-in-ended */
  setCredential(connection: ConnectionSettings, credential: Credential): Promise<void>;
  /** Forgets who is signed in. What the app signs in with stays. */
  signOut(connection: ConnectionSettings): Promise<void>;
  /** Forgets everything of it, secrets included. */
  forget(connection: ConnectionSettings): Promise<void>;
}

/** @param connection as the token was asked for. Its errors go to the log of the caller, and the token is returned all the same. */
export type TenantIdListener = (connection: ConnectionSettings, tenantId: string) => Promise<void>;

export interface SignInRequest {
  /** The connection's own way without. */
  method?: PersonMethod | undefined;
  tell(event: SignInEvent): void;
  signal: AbortSignal;
}

export interface SignInParts {
  vault: Vault;
  generations: Generations;
  /** The connection of that id as it is set up at this moment, whichever process changed it. */
  connection(id: string): ConnectionSettings | undefined;
  /** Names tenants: a domain and the id that was learned for it are one tenant. */
  tenantNames: Pick<TenantNames, 'of'>;
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
  /** The connection. */
  readonly id: string;
  readonly generation: number;
  readonly network: LoginNetwork;
  readonly session: Session | PersonSession;
  /** The token of before: an import asks for one a page, and the vault is slow. */
  token?: AccessToken | undefined;
}

export function createSignIns(parts: SignInParts): SignIns {
  const { vault, generations } = parts;
  /** By what a session depends on: work that began before an edit goes on with its own session where the sign-in is the same. */
  const live = new Map<string, Live>();
  const accounts = new Map<string, Account>();
  let onTenantId: TenantIdListener | undefined;
  /** An operation that began with a domain goes on when the tenant's id is learned meanwhile. */
  const currentOf = (connection: ConnectionSettings) => ({
    ...connection,
    tenantId: parts.tenantNames.of(connection).id ?? connection.tenantId,
  });
  const names = ({ id }: ConnectionSettings) => ({ cache: `${id}.cache`, credential: `${id}.credential` });

  const credentialOf = async (connection: ConnectionSettings): Promise<Credential | undefined> => {
    if (parts.credential?.kind === connection.signIn) return parts.credential;
    const stored = await vault.read(names(connection).credential);
    const parsed = stored === undefined ? undefined : credentialSchema.safeParse(JSON.parse(stored));
    return parsed?.success && parsed.data.kind === connection.signIn ? parsed.data : undefined;
  };

  /** The cache of a session, which takes no write once another generation began or the file was removed. */
  const cacheOf = (connection: ConnectionSettings, generation: number) => {
    const { cache } = names(connection);
    return vaultCache({
      read: () => vault.read(cache),
      replace: text =>
        vault.write(cache, text, move =>
          generations.during(connection.id, generation, async () => {
            // SECURITY: a Keydesk without generations signs out by removing the file.
            if (!(await vault.has(cache))) throw new KeydeskError('sign-in-ended');
            await move();
          }),
        ),
    });
  };

  /**
   * Returns the present generation of a connection.
   * SECURITY: the generation first, then whether the connection is still set up. Removing and changing write the settings first and
   * begin the next generation afterwards, so that a write that passed this check is refused later.
   * @throws KeydeskError sign-in-ended where it was removed, or is another tenant, app or sign-in by now
   */
  const presentOf = async (connection: ConnectionSettings): Promise<number> => {
    const generation = await generations.now(connection.id);
    const present = parts.connection(connection.id);
    const isPresent = present !== undefined && isSameSignIn(currentOf(present), currentOf(connection));
    if (!isPresent) throw new KeydeskError('sign-in-ended');
    return generation;
  };

  /** The session of a connection; a new one after it was edited, or another generation began. */
  const liveOf = async (connection: ConnectionSettings): Promise<Live> => {
    refuseUnusable(connection);
    const generation = await presentOf(connection);
    const of = fingerprintOf(connection);
    const known = live.get(of);
    if (known?.generation === generation) return known;
    const network = loginNetwork(connection.authority, parts.loginCa, parts.network);
    const session = isAppKind(connection.signIn)
      ? appSession({ connection, network, credential: () => credentialOf(connection) })
      : personSession(connection, network, cacheOf(connection, generation));
    const fresh = { id: connection.id, generation, network, session };
    live.set(of, fresh);
    return fresh;
  };

  /** SECURITY: a token that comes after a sign-out, or after another sign-in, is not used. @throws KeydeskError sign-in-ended */
  const refuseLate = async (connection: ConnectionSettings, entry: Live): Promise<void> => {
    if ((await liveOf(connection)) !== entry) throw new KeydeskError('sign-in-ended');
  };

  const accountOf = async (connection: ConnectionSettings): Promise<Account | null> => {
    if (connection.signIn === 'token' || connection.clientId === '') return null;
    const entry = await liveOf(connection);
    const told = await entry.session.account();
    // An app is known from its first token on, also to a session that has not asked for one yet.
    const account = told ?? (isAppKind(connection.signIn) ? (accounts.get(connection.id) ?? null) : null);
    // SECURITY: a Keydesk without generations, or a person, signs out by removing the file.
    const before = accounts.get(connection.id);
    if (before !== undefined && before.id !== account?.id) entry.token = undefined;
    if (account === null) accounts.delete(connection.id);
    else accounts.set(connection.id, account);
    return account;
  };

  const drop = ({ id }: ConnectionSettings): void => {
    for (const [of, entry] of live) if (entry.id === id) live.delete(of);
  };

  /** Ends the sign-in of a connection, in this process at once, and removes secrets. */
  const end = async (connection: ConnectionSettings, secrets: readonly string[]): Promise<void> => {
    drop(connection);
    accounts.delete(connection.id);
    const remove = async () => {
      for (const name of secrets) await vault.remove(name);
    };
    try {
      await generations.next(connection.id, remove);
    } catch (error) {
      // A database that cannot be written must not keep the secrets.
      await remove();
      throw error;
    }
  };

  const signInPerson = async (
    connection: ConnectionSettings,
    { session, generation }: Live & { session: PersonSession },
    { method, tell, signal }: SignInRequest,
  ): Promise<Account> => {
    const way = method ?? (connection.signIn === 'device-code' ? 'device-code' : 'browser');
    const open = safeOpener(parts.openUrl, [connection.authority]);
    const timeout = parts.timeout ?? PATIENCE[way];
    const { account, cache } = await session.signIn({ method: way, open, tell, signal, timeout });
    await vault.write(names(connection).cache, cache, async move => {
      // Sealing may have waited for a person, who canceled meanwhile.
      if (signal.aborted) throw new KeydeskError('cancelled');
      await generations.next(connection.id, move, generation);
    });
    drop(connection);
    accounts.set(connection.id, account);
    return account;
  };

  return {
    lasting: vault.lasting,
    tokenSource: connection => {
      refuseUnusable(connection);
      return async ({ fresh, claims, signal }) => {
        const entry = await liveOf(connection);
        const { token: known } = entry;
        if (!fresh && known !== undefined && known.expiresAt - Date.now() > RENEWAL) return known.token;
        const token = await unlessAborted(entry.session.token(fresh, claims), signal);
        // The actor of the log is who the token is of, also after another process signed somebody else in.
        await accountOf(connection);
        await refuseLate(connection, entry);
        entry.token = token;
        const { tenantId } = entry.session;
        if (tenantId !== undefined && tenantId !== connection.tenantId) await onTenantId?.(connection, tenantId);
        return token.token;
      };
    },
    onTenantId: listener => {
      onTenantId = listener;
    },
    skew: connection => live.get(fingerprintOf(connection))?.session.skew() ?? null,
    signIn: async (connection, request) => {
      const { signal } = request;
      if (connection.signIn === 'token') throw new KeydeskError('connection-incomplete', { what: 'sign-in' });
      const entry = await liveOf(connection);
      const { network, session } = entry;
      entry.token = undefined;
      const tenantId = await unlessAborted(findTenant(connection, network), signal);
      if (!('signIn' in session)) {
        await unlessAborted(session.token(true), signal);
        const account = await accountOf(connection);
        await refuseLate(connection, entry);
        if (account === null) throw new KeydeskError('sign-in-needed');
        return { account, tenantId };
      }
      await unlessAborted(findClient(connection, network), signal);
      return { account: await signInPerson(connection, { ...entry, session }, request), tenantId };
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
      const generation = await presentOf(connection);
      await vault.write(names(connection).credential, JSON.stringify(credential), move =>
        generations.next(connection.id, move, generation),
      );
      drop(connection);
      accounts.delete(connection.id);
    },
    signOut: connection => end(connection, [names(connection).cache]),
    forget: connection => end(connection, [names(connection).cache, names(connection).credential]),
  };
}

/** Returns whether what signs in to one of two settings of a connection may sign in to the other. */
export function isSameSignIn(one: ConnectionSettings, other: ConnectionSettings): boolean {
  const same = (['tenantId', 'clientId', 'authority', 'graphUrl'] as const).every(name => one[name] === other[name]);
  return same && isAppKind(one.signIn) === isAppKind(other.signIn);
}

/** What a session depends on: what the connection is called, and Graph's version, make no other sign-in. */
function fingerprintOf(connection: ConnectionSettings): string {
  return JSON.stringify({ ...connection, name: undefined, tenantName: undefined, version: undefined });
}

/** @throws KeydeskError connection-incomplete, connection-insecure */
function refuseUnusable(connection: ConnectionSettings): void {
  if (connection.clientId === '') throw new KeydeskError('connection-incomplete', { what: 'client-id' });
  checkAuthority(connection);
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
