import type { Account, ConnectionSettings, Credential } from '../../../contract/connections/schema.ts';
import type { TenantNames } from '../../base/store/tenantNames.ts';
import type { Network } from '../network/network.ts';
import type { Generations } from './generations.ts';
import type { LoginNetwork } from './network.ts';
import type { Opener } from './opener.ts';
import type { PersonSession } from './person.ts';
import type { AccessToken, Session } from './session.ts';
import type { Vault } from './vault.ts';

export interface SignInParts {
  vault: Vault;
  generations: Generations;
  /** Returns the current settings of a connection, whichever process changed them. */
  connection(id: string): ConnectionSettings | undefined;
  /** The names of tenants: a domain and the id that was learned for it are one tenant. */
  tenantNames: Pick<TenantNames, 'of'>;
  openUrl: Opener;
  /** The network to use. Default: by the environment of this process. */
  network?: Network | undefined;
  /** PEM of a root that a sign-in on this computer may use. */
  loginCa?: string | undefined;
  /** The app's credential for this run only. It takes precedence over the stored one. */
  credential?: Credential | undefined;
  /** How long to wait for a person, in ms. Default: five minutes; a device code is valid for fifteen. */
  timeout?: number | undefined;
}

/** The state that all operations on sign-ins share. */
export interface SignInContext {
  readonly parts: SignInParts;
  /**
   * The sessions, by the settings that they depend on. Work that began before an edit keeps its session if the sign-in
   * is the same.
   */
  readonly live: Map<string, LiveSession>;
  /** The last known accounts, by the connection's id. */
  readonly accounts: Map<string, Account>;
  /** Called before a token is returned, if the token shows the id of a tenant that was entered as a domain. */
  onTenantId: TenantIdListener | undefined;
}

/**
 * @param connection The connection for which the token was requested. Errors of the listener are logged, and the token
 * is returned anyway.
 */
export type TenantIdListener = (connection: ConnectionSettings, tenantId: string) => Promise<void>;

/** The session of a connection in one generation of its sign-in. */
export interface LiveSession {
  /** The connection's id. */
  readonly id: string;
  readonly generation: number;
  readonly network: LoginNetwork;
  readonly session: Session | PersonSession;
  /** The last token for each scope, cached because an import needs a token for each page and the vault is slow. */
  readonly tokens: Map<string, AccessToken>;
}

/** Returns the names under which the vault keeps a connection's secrets. */
export function secretNames({ id }: ConnectionSettings): { readonly cache: string; readonly credential: string } {
  return { cache: `${id}.cache`, credential: `${id}.credential` };
}

/** Deletes the sessions of a connection. The next operation creates a new one. */
export function dropSessions({ live }: SignInContext, { id }: ConnectionSettings): void {
  for (const [of, entry] of live) if (entry.id === id) live.delete(of);
}
