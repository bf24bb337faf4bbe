import { randomUUID } from 'node:crypto';
import type { ChangeCounts } from '../../../contract/changes/schema.ts';
import {
  type ConnectionChange,
  type ConnectionSettings,
  type ConnectionsState,
  type ConnectionView,
  type Credential,
  connectionSchema,
  type NewConnection,
  type SignInEvent,
} from '../../../contract/connections/schema.ts';
import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import { type Channel, telling, watch } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { checkAuthority, isSameSignIn, type PersonMethod, type SignIns } from '../../services/auth/signIns.ts';
import { createGraphClient } from '../../services/graph/client.ts';
import { checkConnection, isLoopback } from '../../services/graph/connection.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';
import { keptName } from '../../services/tenant/boundTenant.ts';
import type { Connections } from './connections.ts';
import { forgetLearned, keepApart, type LearnedIdParts, learnedTenantId } from './learnedId.ts';
import { tenantNameOf } from './tenantName.ts';

export interface TenantParts extends LearnedIdParts {
  settings: SettingsStore;
  signIns: SignIns;
  connections: Connections;
  /** Entries about connections belong to the tenant that is connected when they are written: switching is what they tell. */
  activity: Pick<Activity, 'record' | 'during'>;
  /** Whether something is under way that must end at the tenant where it began. */
  busy(): boolean;
  /** Aborts when the core closes. */
  ended: AbortSignal;
  /** Calls the listener after any process changed the data folder. Returns the function that ends listening. */
  onFileChange(listener: (counts: ChangeCounts) => void): () => void;
}

/** The connections that are set up, one of them the current one. Every change leaves an entry in the activity log. */
export interface Tenants {
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
  signIn(id: string, method: PersonMethod | undefined, signal: AbortSignal | undefined): Channel<SignInEvent>;
  signOut(id: string): Promise<void>;
  /** Asks the current tenant what it calls itself, and keeps that with the connection. @throws KeydeskError data-folder-unwritable */
  learnName(): Promise<void>;
}

export function createTenants({
  store,
  imported,
  log,
  settings,
  signIns,
  connections,
  activity,
  busy,
  ended,
  onFileChange,
}: TenantParts): Tenants {
  const listeners = new Set<(state: ConnectionsState) => void>();
  let stopFollowing: () => void = () => undefined;
  const all = () => settings.get().connections;
  const find = (id: string) => {
    const found = all().find(connection => connection.id === id);
    if (found === undefined) throw new KeydeskError('connection-not-found', { id });
    return found;
  };
  const view = async (connection: ConnectionSettings): Promise<ConnectionView> => {
    let trouble: Failure | null = null;
    // The list must be shown whatever is wrong with one of its connections, and it says what is wrong.
    const orNull = <T>(work: Promise<T>) =>
      work.catch((error: unknown) => {
        trouble ??= toFailure(error);
        return null;
      });
    const account = await orNull(signIns.account(connection));
    const credential = await orNull(signIns.credential(connection));
    return { ...connection, account, credential, trouble };
  };
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
  const followFiles = () => {
    // Another name is no other tenant, and neither is its id in place of a domain.
    const currentOne = () => {
      const current = all().find(({ id }) => id === settings.get().currentConnection);
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
        // SECURITY: a token that was typed for one connection does not go to another one that a command made the current one.
        if (now !== current) connections.reset();
        current = now;
        await changed();
      };
      // A settings file that cannot be read is reported to whoever asks for something; the next change is followed again.
      void follow().catch(() => undefined);
    });
  };
  const refuseWhileBusy = (id: string) => {
    if (busy() && settings.get().currentConnection === id) throw new KeydeskError('connection-busy');
  };
  const write = async (next: ConnectionSettings[], current = settings.get().currentConnection) => {
    settings.set({ connections: next, currentConnection: current });
    connections.reset();
    await changed();
  };
  const replace = (changedOne: ConnectionSettings) =>
    write(all().map(known => (known.id === changedOne.id ? changedOne : known)));

  const nameOf = (of: ConnectionSettings) => {
    const other = all().find(known => known.id !== of.id && known.tenantId === of.tenantId && known.tenantName);
    const graph = () =>
      of.signIn === 'token' ? connections.bind().graph() : createGraphClient(of, signIns.tokenSource(of));
    return tenantNameOf(of, other?.tenantName, graph, ended);
  };

  /** Without a reset: the tenants stay the same, a token in memory stays good, and a command stays in its tenant. */
  const rename = async (change: (known: ConnectionSettings) => ConnectionSettings) => {
    settings.set({ connections: all().map(change), currentConnection: settings.get().currentConnection });
    await changed();
  };

  /**
   * Lets a connection go by its tenant's id, because a domain may move. The record comes first: if this ends in between, the id is
   * known there, and the settings get it with the next token or sign-in.
   */
  const learnId = async (of: ConnectionSettings, tenantId: string) => {
    await learnedTenantId({ store, imported, log }, of, tenantId);
    const present = all().find(known => known.id === of.id);
    if (present === undefined || present.tenantId !== of.tenantId || present.tenantId === tenantId) return;
    const toldToOthers = all().find(known => known.tenantId === tenantId && known.tenantName)?.tenantName;
    // Until the tenant has told its name, a person knows it by the domain.
    const tenantName = present.tenantName ?? toldToOthers ?? (isTenantId(of.tenantId) ? undefined : of.tenantId);
    await rename(known =>
      known.id === present.id ? { ...known, tenantId, ...(tenantName === undefined ? {} : { tenantName }) } : known,
    );
  };
  signIns.onTenantId((of, tenantId) => learnId(of, tenantId).catch(error => log(`tenant id: ${String(error)}`)));

  const learnName = async () => {
    const current = all().find(({ id }) => id === settings.get().currentConnection);
    const tenantName = current && (await nameOf(current));
    if (tenantName === undefined || tenantName === current?.tenantName || ended.aborted) return;
    // The connection may be to another tenant by the time the answer comes, or to the same one by its id.
    const isSame = (of: ConnectionSettings) =>
      of.id === current?.id &&
      keptName(of, store.tenantNames) === keptName(current, store.tenantNames) &&
      of.graphUrl === current.graphUrl;
    await rename(each => (isSame(each) ? { ...each, tenantName } : each));
  };

  return {
    state,
    learnName,
    watch: async signal => {
      const subscribe = (listener: (state: ConnectionsState) => void) => {
        if (listeners.size === 0) stopFollowing = followFiles();
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
          if (listeners.size === 0) stopFollowing();
        };
      };
      return watch(await state(), subscribe, signal);
    },
    add: async wanted => {
      const connection = { id: randomUUID(), ...wanted };
      refuseUnsafe(connection);
      await keepApart({ store }, connection, all());
      await write([...all(), connection], settings.get().currentConnection ?? connection.id);
      activity.record({ kind: 'connection-added', facts: factsOf(connection) });
      return view(connection);
    },
    change: async (id, change) => {
      refuseWhileBusy(id);
      const before = find(id);
      const next = connectionSchema.parse({ ...before, ...change });
      if (next.tenantId !== before.tenantId || next.graphUrl !== before.graphUrl) delete next.tenantName;
      refuseUnsafe(next);
      if (leadsElsewhere(before, next)) await forgetLearned({ store }, next);
      await keepApart({ store }, next, all());
      const end = movesSecrets(before, next)
        ? signIns.forget
        : isSameSignIn(before, next)
          ? undefined
          : signIns.signOut;
      await end?.(before);
      await replace(next);
      // SECURITY: again, for a sign-in that ended between the two.
      await end?.(before);
      activity.record({ kind: 'connection-changed', facts: factsOf(next) });
      return view(next);
    },
    use: async id => {
      const connection = find(id);
      if (busy()) throw new KeydeskError('connection-busy');
      await write(all(), id);
      activity.record({ kind: 'connection-changed', facts: { ...factsOf(connection), current: true } });
      // The name is only shown, and is asked for again at the next start.
      if (connection.tenantName === undefined) void learnName().catch(() => undefined);
    },
    remove: async id => {
      refuseWhileBusy(id);
      const connection = find(id);
      activity.record({ kind: 'connection-removed', facts: factsOf(connection) });
      await signIns.forget(connection);
      const { currentConnection } = settings.get();
      await write(
        all().filter(known => known.id !== id),
        currentConnection === id ? null : currentConnection,
      );
      // SECURITY: again, for a sign-in that ended between the two. From here on every other one is refused.
      await signIns.forget(connection);
    },
    setCredential: async (id, credential) => {
      const connection = find(id);
      if (credential.kind !== connection.signIn) {
        throw new KeydeskError('invalid-input', {
          detail: credential.kind === 'secret' ? 'takes-no-secret' : 'takes-no-certificate',
        });
      }
      await activity.during('connection-credential-changed', async subject => {
        subject.facts = { name: connection.name, kind: credential.kind };
        await signIns.setCredential(connection, credential);
      });
      await changed();
      return view(connection);
    },
    signIn: (id, method, signal) =>
      telling<SignInEvent>(
        signal,
        async (tell, abort) => {
          const account = await activity.during('signed-in', async subject => {
            const connection = find(id);
            const facts = { name: connection.name, method: method ?? connection.signIn };
            subject.facts = facts;
            const { account, tenantId } = await signIns.signIn(connection, { method, tell, signal: abort });
            subject.facts = { ...facts, account: account.name };
            await learnId(connection, tenantId);
            const known = find(id);
            const tenantName = await nameOf(known);
            if (tenantName !== undefined && tenantName !== known.tenantName) await replace({ ...find(id), tenantName });
            return account;
          });
          await changed();
          return { kind: 'done', account };
        },
        error => ({ kind: 'failed', failure: toFailure(error) }),
      ),
    signOut: async id => {
      const connection = find(id);
      activity.record({ kind: 'signed-out', facts: { name: connection.name } });
      await signIns.signOut(connection);
      connections.reset();
      await changed();
    },
  };
}

/** @throws KeydeskError connection-insecure; connection-incomplete */
function refuseUnsafe(connection: ConnectionSettings): void {
  checkConnection(connection);
  checkAuthority(connection);
  if (connection.signIn === 'token' && !isLoopback(connection.graphUrl)) {
    throw new KeydeskError('connection-insecure', { url: connection.graphUrl });
  }
  if (connection.signIn !== 'token' && connection.clientId === '') {
    throw new KeydeskError('connection-incomplete', { what: 'client-id' });
  }
}

/** SECURITY: a secret goes to the sign-in that it was entered for, and to no other that somebody edits in. */
function movesSecrets(before: ConnectionSettings, next: ConnectionSettings): boolean {
  return before.authority !== next.authority || before.clientId !== next.clientId;
}

function leadsElsewhere(before: ConnectionSettings, next: ConnectionSettings): boolean {
  return (['tenantId', 'authority', 'graphUrl'] as const).some(name => before[name] !== next[name]);
}

function factsOf({ name, tenantId, clientId, graphUrl, signIn, version }: ConnectionSettings) {
  return { name, tenantId, clientId, graphUrl, signIn, version };
}
