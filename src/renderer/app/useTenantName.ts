import { otherTenant, tenantLabel } from '../../contract/connections/tenantLabel.ts';
import { useConnections, useSystemInfo } from '../client/hooks.ts';

/** The name of the connected tenant, live; null without one, and until it is known. */
export function useTenantName(): string | null {
  const info = useSystemInfo();
  const state = useConnections();
  if (info === undefined || info.connection === null) return null;
  const current = info.practice ? undefined : state?.connections.find(({ id }) => id === state.current);
  return current === undefined ? info.connection.name : tenantLabel(current);
}

/** Names tenants by their ids: those of the connections. An id that no connection has stays as it is. */
export function useTenantNames(): (tenantId: string) => string {
  const connection = useSystemInfo()?.connection;
  const connections = useConnections()?.connections ?? [];
  return tenantId => {
    if (connection?.tenantId === tenantId) return connection.name;
    const known = connections.find(each => each.tenantId === tenantId);
    return known === undefined ? tenantId : tenantLabel(known);
  };
}

/** Names a tenant where it is another one than the connected; undefined for the connected one. */
export function useOtherTenant(): (tenant: string | null) => string | undefined {
  const connected = useSystemInfo()?.connection;
  const connections = useConnections()?.connections ?? [];
  // Nothing is said to be elsewhere before it is known what is connected.
  return tenant => (connected === undefined ? undefined : otherTenant(tenant, connected, connections));
}
