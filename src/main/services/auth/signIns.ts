import type { Account, ConnectionSettings, Credential, CredentialState } from '../../../contract/connections/schema.ts';
import type { TokenSource } from '../graph/tokens.ts';
import { readAccount } from './account.ts';
import { credentialState, setCredential } from './credentials.ts';
import { endSignIn } from './endSignIn.ts';
import { clockSkew } from './liveSession.ts';
import { type SignInRequest, signIn } from './signIn.ts';
import { type SignInContext, type SignInParts, secretNames, type TenantIdListener } from './signInContext.ts';
import { tokenSourceOf } from './tokenSource.ts';

/** The sign-ins of all connections, stored in the vault. */
export interface SignIns {
  /** Whether sign-ins are stored beyond this run. */
  readonly lasting: boolean;
  /**
   * Returns a source of tokens for a connection that is set up.
   * @throws KeydeskError connection-incomplete. The source throws those of signInErrors.ts and of Vault.read,
   * cancelled, and sign-in-ended if somebody signed out or in meanwhile
   * @param scope The API that the tokens are for. Default: Microsoft Graph
   */
  tokenSource(connection: ConnectionSettings, scope?: string): TokenSource;
  /**
   * Calls the listener before a token is returned, if the token shows the id of a tenant that was entered as a domain.
   */
  onTenantId(listener: TenantIdListener): void;
  /** Returns how far this computer's clock is off from the sign-in's, in ms; null before the first response. */
  skew(connection: ConnectionSettings): number | null;
  /**
   * Checks tenant and app, then signs in. Also returns the tenant's id.
   * @throws KeydeskError sign-in-ended, and as tokenSource
   */
  signIn(connection: ConnectionSettings, request: SignInRequest): Promise<{ account: Account; tenantId: string }>;
  /** Returns who is signed in, or null. @throws KeydeskError as Vault.read */
  account(connection: ConnectionSettings): Promise<Account | null>;
  /** Returns the cached account, without reading the vault. */
  knownAccount(connection: ConnectionSettings): Account | null;
  /**
   * Returns what may be shown of the app's secret or certificate, or null if there is none.
   * @throws KeydeskError as Vault.read
   */
  credential(connection: ConnectionSettings): Promise<CredentialState | null>;
  /**
   * Stores another secret or certificate of the app.
   * @throws KeydeskError certificate-unreadable, certificate-expired, secrets-unwritable, sign-in-ended
   */
  setCredential(connection: ConnectionSettings, credential: Credential): Promise<void>;
  /** Signs out. Keeps the secret or certificate of the app. */
  signOut(connection: ConnectionSettings): Promise<void>;
  /** Signs out, and deletes the secret or certificate of the app. */
  forget(connection: ConnectionSettings): Promise<void>;
}

export function createSignIns(parts: SignInParts): SignIns {
  const context: SignInContext = { parts, live: new Map(), accounts: new Map(), onTenantId: undefined };
  return {
    lasting: parts.vault.lasting,
    tokenSource: (connection, scope) => tokenSourceOf(context, connection, scope),
    onTenantId: listener => {
      context.onTenantId = listener;
    },
    skew: connection => clockSkew(context, connection),
    signIn: (connection, request) => signIn(context, connection, request),
    account: connection => readAccount(context, connection),
    knownAccount: ({ id }) => context.accounts.get(id) ?? null,
    credential: connection => credentialState(context, connection),
    setCredential: (connection, credential) => setCredential(context, connection, credential),
    signOut: connection => endSignIn(context, connection, [secretNames(connection).cache]),
    forget: connection => {
      const { cache, credential } = secretNames(connection);
      return endSignIn(context, connection, [cache, credential]);
    },
  };
}
