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

/** What the operations on sign-ins share. */
export interface SignInContext {
  readonly parts: SignInParts;
  /** The sessions, by the settings that they depend on: work that began before an edit keeps its session where the sign-in is the same. */
  readonly live: Map<string, LiveSession>;
  /** Who was signed in when that was last read, by the connection's id. */
  readonly accounts: Map<string, Account>;
  /** Is called before a token is returned that shows the id of a tenant that was entered by another name. */
  onTenantId: TenantIdListener | undefined;
}

/** @param connection as the token was asked for. Its errors go to the log of the caller, and the token is returned all the same. */
export type TenantIdListener = (connection: ConnectionSettings, tenantId: string) => Promise<void>;

/** The session of a connection in one generation of its sign-in. */
export interface LiveSession {
  /** The connection's id. */
  readonly id: string;
  readonly generation: number;
  readonly network: LoginNetwork;
  readonly session: Session | PersonSession;
  /** The last token. An import asks for a token with each page, and the vault is slow. */
  token?: AccessToken | undefined;
}

/** Returns the names under which the vault keeps a connection's secrets. */
export function secretNames({ id }: ConnectionSettings): { readonly cache: string; readonly credential: string } {
  return { cache: `${id}.cache`, credential: `${id}.credential` };
}

/** Forgets the sessions of a connection. The next operation gets a new one. */
export function dropSessions({ live }: SignInContext, { id }: ConnectionSettings): void {
  for (const [of, entry] of live) if (entry.id === id) live.delete(of);
}
