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

/** Learns what the tenants of connections are called: their ids and their names. */
export interface TenantNaming {
  /** Asks the current tenant for its name, and keeps it with the connection. @throws KeydeskError data-folder-unwritable */
  learnName(): Promise<void>;
  /** Lets a connection go by its tenant's id. */
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

  return { learnName, learnId, nameOf };
}
