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
  /**
   * The activity log. Entries about connections belong to the tenant that is connected when they are written, because they are about
   * switching.
   */
  activity: Pick<Activity, 'record' | 'during'>;
  /** Returns whether work is running that must end in the tenant where it began. */
  busy(): boolean;
}

/** The connections in the settings, one of which is the current one. Every change adds an entry to the activity log. */
export interface Connections {
  state(): Promise<ConnectionsState>;
  /** Returns the state now and after every change, also changes of other processes. */
  watch(signal: AbortSignal | undefined): Promise<Channel<ConnectionsState>>;
  /** Adds a connection. The first one becomes the current one. @throws KeydeskError connection-insecure, connection-incomplete */
  add(connection: NewConnection): Promise<ConnectionView>;
  /**
   * Changes a connection. Another app, tenant or cloud signs out; another app or sign-in address also deletes the secret.
   * @throws KeydeskError connection-…, secrets-unwritable
   */
  change(id: string, change: ConnectionChange): Promise<ConnectionView>;
  /** Makes a connection the current one. @throws KeydeskError connection-not-found, connection-busy */
  use(id: string): Promise<void>;
  /** Removes a connection with its secrets. Keeps its activity log. @throws KeydeskError connection-not-found, connection-busy */
  remove(id: string): Promise<void>;
  /** Stores another credential of the app. @throws KeydeskError connection-not-found, certificate-…, secrets-unwritable */
  setCredential(id: string, credential: Credential): Promise<ConnectionView>;
  /** Signs in. Closing the stream, or aborting its signal, cancels. */
  signIn(request: SignInRequest, signal: AbortSignal | undefined): Channel<SignInEvent>;
  signOut(id: string): Promise<void>;
  /** Reads the display name of the current tenant, and stores it with the connection. @throws KeydeskError data-folder-unwritable */
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
