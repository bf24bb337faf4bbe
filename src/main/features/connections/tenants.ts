import { randomUUID } from 'node:crypto';
import {
  type ConnectionChange,
  type ConnectionSettings,
  type ConnectionsState,
  type ConnectionView,
  type Credential,
  connectionSchema,
  type NewConnection,
  type SignInEvent,
  type SignInRequest,
} from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { type Channel, telling } from '../../base/stream.ts';
import type { Activity } from '../../services/activity/activity.ts';
import { isSameSignIn } from '../../services/auth/signInRules.ts';
import { type ConnectionListParts, createConnectionList } from './connectionList.ts';
import { leadsElsewhere, movesSecrets, refuseUnsafe } from './connectionSafety.ts';
import type { Connections } from './connections.ts';
import { forgetLearned, keepApart } from './learnedId.ts';
import { createTenantNaming, type TenantNamingParts } from './tenantNaming.ts';

export interface TenantParts extends ConnectionListParts, TenantNamingParts {
  store: TenantNamingParts['store'];
  connections: Connections;
  /** Entries about connections belong to the tenant that is connected when they are written: switching is what they tell. */
  activity: Pick<Activity, 'record' | 'during'>;
  /** Whether something is under way that must end at the tenant where it began. */
  busy(): boolean;
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
  signIn(request: SignInRequest, signal: AbortSignal | undefined): Channel<SignInEvent>;
  signOut(id: string): Promise<void>;
  /** Asks the current tenant what it calls itself, and keeps that with the connection. @throws KeydeskError data-folder-unwritable */
  learnName(): Promise<void>;
}

export function createTenants(parts: TenantParts): Tenants {
  const { store, log, settings, signIns, connections, activity, busy } = parts;
  const list = createConnectionList(parts);
  const naming = createTenantNaming(parts, list);
  signIns.onTenantId((of, tenantId) => naming.learnId(of, tenantId).catch(error => log(`tenant id: ${String(error)}`)));
  const refuseWhileBusy = (id: string) => {
    if (busy() && settings.get().currentConnection === id) throw new KeydeskError('connection-busy');
  };

  return {
    state: list.state,
    learnName: naming.learnName,
    watch: list.watch,
    add: async wanted => {
      const connection = { id: randomUUID(), ...wanted };
      refuseUnsafe(connection);
      await keepApart({ store }, connection, list.all());
      await list.write([...list.all(), connection], settings.get().currentConnection ?? connection.id);
      activity.record({ kind: 'connection-added', facts: factsOf(connection) });
      return list.view(connection);
    },
    change: async (id, change) => {
      refuseWhileBusy(id);
      const before = list.find(id);
      const next = connectionSchema.parse({ ...before, ...change });
      if (next.tenantId !== before.tenantId || next.graphUrl !== before.graphUrl) delete next.tenantName;
      refuseUnsafe(next);
      if (leadsElsewhere(before, next)) await forgetLearned({ store }, next);
      await keepApart({ store }, next, list.all());
      const end = movesSecrets(before, next)
        ? signIns.forget
        : isSameSignIn(before, next)
          ? undefined
          : signIns.signOut;
      await end?.(before);
      await list.replace(next);
      // SECURITY: again, for a sign-in that ended between the two.
      await end?.(before);
      activity.record({ kind: 'connection-changed', facts: factsOf(next) });
      return list.view(next);
    },
    use: async id => {
      const connection = list.find(id);
      if (busy()) throw new KeydeskError('connection-busy');
      await list.write(list.all(), id);
      activity.record({ kind: 'connection-changed', facts: { ...factsOf(connection), current: true } });
      // The name is only shown, and is asked for again at the next start.
      if (connection.tenantName === undefined) void naming.learnName().catch(() => undefined);
    },
    remove: async id => {
      refuseWhileBusy(id);
      const connection = list.find(id);
      activity.record({ kind: 'connection-removed', facts: factsOf(connection) });
      await signIns.forget(connection);
      const { currentConnection } = settings.get();
      await list.write(
        list.all().filter(known => known.id !== id),
        currentConnection === id ? null : currentConnection,
      );
      // SECURITY: again, for a sign-in that ended between the two. From here on every other one is refused.
      await signIns.forget(connection);
    },
    setCredential: async (id, credential) => {
      const connection = list.find(id);
      if (credential.kind !== connection.signIn) {
        throw new KeydeskError('invalid-input', {
          detail: credential.kind === 'secret' ? 'takes-no-secret' : 'takes-no-certificate',
        });
      }
      await activity.during('connection-credential-changed', async subject => {
        subject.facts = { name: connection.name, kind: credential.kind };
        await signIns.setCredential(connection, credential);
      });
      await list.changed();
      return list.view(connection);
    },
    signIn: ({ id, method, language }, signal) =>
      telling<SignInEvent>(
        signal,
        async (tell, abort) => {
          const account = await activity.during('signed-in', async subject => {
            const connection = list.find(id);
            const facts = { name: connection.name, method: method ?? connection.signIn };
            subject.facts = facts;
            const { account, tenantId } = await signIns.signIn(connection, { method, language, tell, signal: abort });
            subject.facts = { ...facts, account: account.name };
            await naming.learnId(connection, tenantId);
            const known = list.find(id);
            const tenantName = await naming.nameOf(known);
            if (tenantName !== undefined && tenantName !== known.tenantName)
              await list.replace({ ...list.find(id), tenantName });
            return account;
          });
          await list.changed();
          return { kind: 'done', account };
        },
        error => ({ kind: 'failed', failure: toFailure(error) }),
      ),
    signOut: async id => {
      const connection = list.find(id);
      activity.record({ kind: 'signed-out', facts: { name: connection.name } });
      await signIns.signOut(connection);
      connections.reset();
      await list.changed();
    },
  };
}

function factsOf({ name, tenantId, clientId, graphUrl, signIn, version }: ConnectionSettings) {
  return { name, tenantId, clientId, graphUrl, signIn, version };
}
