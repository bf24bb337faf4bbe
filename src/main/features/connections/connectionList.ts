import type { ChangeCounts } from '../../../contract/changes/schema.ts';
import type { ConnectionSettings, ConnectionsState, ConnectionView } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { Store } from '../../base/store/database.ts';
import { type Channel, watch } from '../../base/stream.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';
import { keptName } from '../../services/tenant/boundTenant.ts';

export interface ConnectionListParts {
  store: Pick<Store, 'tenantNames'>;
  settings: SettingsStore;
  signIns: SignIns;
  /** Clears the client and the token of the connected tenant. */
  connectedTenant: { reset(): void };
  /** Calls the listener after any process changed the data folder. Returns a function that unsubscribes. */
  onFileChange(listener: (counts: ChangeCounts) => void): () => void;
}

/** The connections in the settings, and their watchers. */
export interface ConnectionList {
  all(): readonly ConnectionSettings[];
  /** Returns a connection. @throws KeydeskError connection-not-found */
  find(id: string): ConnectionSettings;
  /** Returns a connection with its account, or with its error. Never rejects. */
  view(connection: ConnectionSettings): Promise<ConnectionView>;
  state(): Promise<ConnectionsState>;
  watch(signal: AbortSignal | undefined): Promise<Channel<ConnectionsState>>;
  /** Notifies the watchers of a change. */
  changed(): Promise<void>;
  /** Writes the list, and clears the client and the token of the connected tenant. */
  write(next: readonly ConnectionSettings[], current?: string | null): Promise<void>;
  replace(connection: ConnectionSettings): Promise<void>;
  /** Changes only names. The tenants stay the same, a token in memory stays valid, and a running command keeps its tenant. */
  rename(change: (known: ConnectionSettings) => ConnectionSettings): Promise<void>;
}

export function createConnectionList(parts: ConnectionListParts): ConnectionList {
  const { settings, signIns, connectedTenant } = parts;
  const listeners = new Set<(state: ConnectionsState) => void>();
  let stopFollowing: () => void = () => undefined;
  const all = () => settings.get().connections;
  const view = (connection: ConnectionSettings) => viewOf(signIns, connection);
  const state = async (): Promise<ConnectionsState> => ({
    connections: await Promise.all(all().map(view)),
    current: settings.get().currentConnection,
    lasting: signIns.lasting,
  });
  const changed = async () => {
    if (listeners.size === 0) return;
    const now = await state();
    for (const listener of listeners) listener(now);
  };
  const subscribe = (listener: (state: ConnectionsState) => void) => {
    if (listeners.size === 0) stopFollowing = followFiles(parts, changed);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) stopFollowing();
    };
  };
  const write = async (next: readonly ConnectionSettings[], current = settings.get().currentConnection) => {
    settings.set({ connections: [...next], currentConnection: current });
    connectedTenant.reset();
    await changed();
  };

  return {
    all,
    find: id => {
      const found = all().find(connection => connection.id === id);
      if (found === undefined) throw new KeydeskError('connection-not-found', { id });
      return found;
    },
    view,
    state,
    watch: async signal => watch(await state(), subscribe, signal),
    changed,
    write,
    replace: connection => write(all().map(known => (known.id === connection.id ? connection : known))),
    rename: async change => {
      settings.set({ connections: all().map(change), currentConnection: settings.get().currentConnection });
      await changed();
    },
  };
}

/**
 * Returns a connection with its account or its error. Never rejects, because the list must be shown even if one connection has an error.
 */
async function viewOf(signIns: SignIns, connection: ConnectionSettings): Promise<ConnectionView> {
  let trouble: Failure | null = null;
  const orNull = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      trouble ??= toFailure(error);
      return null;
    });
  const account = await orNull(signIns.account(connection));
  const credential = await orNull(signIns.credential(connection));
  return { ...connection, account, credential, trouble };
}

/** Follows the changes of other processes. Returns a function that stops this. */
function followFiles(
  { store, settings, connectedTenant, onFileChange }: Omit<ConnectionListParts, 'signIns'>,
  changed: () => Promise<void>,
): () => void {
  // A changed name, or an id in place of a domain, is the same tenant.
  const currentOne = () => {
    const current = settings.get().connections.find(({ id }) => id === settings.get().currentConnection);
    const tenantId = current && keptName(current, store.tenantNames);
    return JSON.stringify({ ...current, tenantId, name: undefined, tenantName: undefined });
  };
  let last: ChangeCounts | undefined;
  let current = currentOne();
  return onFileChange(counts => {
    const before = last;
    last = counts;
    if (counts.settings === before?.settings && counts.secrets === before?.secrets) return;
    const follow = async () => {
      const now = currentOne();
      // SECURITY: a token that was typed for one connection is not sent to another one that a command made current.
      if (now !== current) connectedTenant.reset();
      current = now;
      await changed();
    };
    // The next request of a person reports an unreadable settings file. The next change is followed again.
    void follow().catch(() => undefined);
  });
}
