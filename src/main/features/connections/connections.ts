import type {
  ConnectionChange,
  ConnectionsState,
  ConnectionView,
  Credential,
  NewConnection,
  SignInEvent,
  SignInRequest,
} from '../../../contract/connections/schema.ts';
import type { Channel } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { addConnection, changeConnection, removeConnection, useConnection } from './changeConnections.ts';
import type { ConnectedTenant } from './connectedTenant.ts';
import { type ConnectionListParts, createConnectionList } from './connectionList.ts';
import { changeCredential, signInTo, signOutOf } from './connectionSignIn.ts';
import type { ConnectionContext } from './context.ts';
import { createTenantNaming, type TenantNamingParts } from './tenantNaming.ts';

export interface ConnectionParts extends ConnectionListParts, TenantNamingParts {
  store: TenantNamingParts['store'];
  connectedTenant: ConnectedTenant;
  /** Entries about connections belong to the tenant that is connected when they are written: switching is what they tell. */
  activity: Pick<Activity, 'record' | 'during'>;
  /** Whether something is under way that must end at the tenant where it began. */
  busy(): boolean;
}

/** The connections that are set up, one of them the current one. Every change leaves an entry in the activity log. */
export interface Connections {
  state(): Promise<ConnectionsState>;
  /** The state now and after every change, also one that another process made. */
  watch(signal: AbortSignal | undefined): Promise<Channel<ConnectionsState>>;
  /** The first one becomes the current one. @throws KeydeskError connection-insecure, connection-incomplete */
  add(connection: NewConnection): Promise<ConnectionView>;
  /** Another app, tenant or cloud ends the sign-in; another app or sign-in address forgets the secret too. @throws KeydeskError connection-…, secrets-unwritable */
  change(id: string, change: ConnectionChange): Promise<ConnectionView>;
  /** @throws KeydeskError connection-not-found, connection-busy */
  use(id: string): Promise<void>;
  /** Its secrets go with it; the history stays. @throws KeydeskError connection-not-found, connection-busy */
  remove(id: string): Promise<void>;
  /** @throws KeydeskError connection-not-found, certificate-…, secrets-unwritable */
  setCredential(id: string, credential: Credential): Promise<ConnectionView>;
  /** Leaving the stream, or its signal, cancels. */
  signIn(request: SignInRequest, signal: AbortSignal | undefined): Channel<SignInEvent>;
  signOut(id: string): Promise<void>;
  /** Asks the current tenant what it calls itself, and keeps that with the connection. @throws KeydeskError data-folder-unwritable */
  learnName(): Promise<void>;
}

export function createConnections(parts: ConnectionParts): Connections {
  const { log, signIns } = parts;
  const list = createConnectionList(parts);
  const naming = createTenantNaming(parts, list);
  signIns.onTenantId((of, tenantId) => naming.learnId(of, tenantId).catch(error => log(`tenant id: ${String(error)}`)));
  const context: ConnectionContext = { ...parts, list, naming };
  return {
    state: list.state,
    learnName: naming.learnName,
    watch: list.watch,
    add: connection => addConnection(context, connection),
    change: (id, change) => changeConnection(context, id, change),
    use: id => useConnection(context, id),
    remove: id => removeConnection(context, id),
    setCredential: (id, credential) => changeCredential(context, id, credential),
    signIn: (request, signal) => signInTo(context, request, signal),
    signOut: id => signOutOf(context, id),
  };
}
