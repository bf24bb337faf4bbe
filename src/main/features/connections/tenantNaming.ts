import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import type { SignIns } from '../../services/auth/signIns.ts';
import { createGraphClient } from '../../services/graph/client.ts';
import type { SettingsStore } from '../../services/settings/settings.ts';
import { type BoundTenant, keptName } from '../../services/tenant/boundTenant.ts';
import type { ConnectionList } from './connectionList.ts';
import { type LearnedIdParts, learnedTenantId } from './learnedId.ts';
import { tenantNameOf } from './tenantName.ts';

export interface TenantNamingParts extends LearnedIdParts {
  settings: SettingsStore;
  signIns: SignIns;
  /** Binds the connected tenant. */
  connectedTenant: { bind(): Pick<BoundTenant, 'graph'> };
  /** Aborts when the core closes. */
  ended: AbortSignal;
}

/** Learns the ids and names of the connections' tenants. */
export interface TenantNaming {
  /** Reads the display name of the current tenant, and stores it with the connection. @throws KeydeskError data-folder-unwritable */
  learnName(): Promise<void>;
  /** Stores the tenant's id with a connection that was entered by its domain. */
  learnId(of: ConnectionSettings, tenantId: string): Promise<void>;
  /** Returns the name of a connection's tenant; undefined if it cannot be read. */
  nameOf(of: ConnectionSettings): Promise<string | undefined>;
}

export function createTenantNaming(parts: TenantNamingParts, list: ConnectionList): TenantNaming {
  const { store, imported, log, settings, signIns, connectedTenant, ended } = parts;
  const { all, rename } = list;
  const nameOf = (of: ConnectionSettings) => {
    const other = all().find(known => known.id !== of.id && known.tenantId === of.tenantId && known.tenantName);
    const graph = () =>
      of.signIn === 'token' ? connectedTenant.bind().graph() : createGraphClient(of, signIns.tokenSource(of));
    return tenantNameOf(of, other?.tenantName, graph, ended);
  };

  /**
   * Stores the tenant's id with a connection, because a domain may move. Writes the database first: if Keydesk ends in between, the
   * database has the id, and the settings get it with the next token or sign-in.
   */
  const learnId = async (of: ConnectionSettings, tenantId: string) => {
    await learnedTenantId({ store, imported, log }, of, tenantId);
    const present = all().find(known => known.id === of.id);
    if (present === undefined || present.tenantId !== of.tenantId || present.tenantId === tenantId) return;
    const toldToOthers = all().find(known => known.tenantId === tenantId && known.tenantName)?.tenantName;
    // Until the tenant's name is known, the domain is its name.
    const tenantName = present.tenantName ?? toldToOthers ?? (isTenantId(of.tenantId) ? undefined : of.tenantId);
    await rename(known =>
      known.id === present.id ? { ...known, tenantId, ...(tenantName === undefined ? {} : { tenantName }) } : known,
    );
  };
  const learnName = async () => {
    const current = all().find(({ id }) => id === settings.get().currentConnection);
    const tenantName = current && (await nameOf(current));
    if (tenantName === undefined || tenantName === current?.tenantName || ended.aborted) return;
    // When the answer arrives, the connection may be to another tenant, or have the id of the same one.
    const isSame = (of: ConnectionSettings) =>
      of.id === current?.id &&
      keptName(of, store.tenantNames) === keptName(current, store.tenantNames) &&
      of.graphUrl === current.graphUrl;
    await rename(each => (isSame(each) ? { ...each, tenantName } : each));
  };

  return { learnName, learnId, nameOf };
}
