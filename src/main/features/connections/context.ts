import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Store } from '../../base/store/database.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';
import type { ConnectionList } from './connectionList.ts';
import type { TenantNaming } from './tenantNaming.ts';

/** What the operations that change connections share. */
export interface ConnectionContext {
  readonly store: Pick<Store, 'database' | 'tenantNames'>;
  readonly settings: SettingsStore;
  readonly signIns: SignIns;
  readonly activity: Pick<Activity, 'record' | 'during'>;
  readonly list: ConnectionList;
  readonly naming: TenantNaming;
  /** Clears the client and the token of the connected tenant. */
  readonly connectedTenant: { reset(): void };
  /** Returns whether work is running that must end in the tenant where it began. */
  readonly busy: () => boolean;
}

/** Refuses a change of the current connection while such work is running. @throws KeydeskError connection-busy */
export function refuseWhileBusy({ busy, settings }: ConnectionContext, id: string): void {
  if (busy() && settings.get().currentConnection === id) throw new KeydeskError('connection-busy');
}

/** Returns the facts of a connection for the activity log. */
export function factsOf({ name, tenantId, clientId, graphUrl, signIn, version }: ConnectionSettings) {
  return { name, tenantId, clientId, graphUrl, signIn, version };
}
