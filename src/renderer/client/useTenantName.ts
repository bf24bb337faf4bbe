import { otherTenant, tenantLabel } from '../../contract/connections/tenantLabel.ts';
import { useConnections, useSystemInfo } from './hooks.ts';

/** Returns the name of the connected tenant; null without a tenant, and until it is known. */
export function useTenantName(): string | null {
  const info = useSystemInfo();
  const state = useConnections();
  if (info === undefined || info.connection === null) return null;
  const current = info.practice ? undefined : state?.connections.find(({ id }) => id === state.current);
  return current === undefined ? info.connection.name : tenantLabel(current);
}

/** Returns a function that returns the name of a tenant by its id. An id without a connection is returned unchanged. */
export function useTenantNames(): (tenantId: string) => string {
  const connection = useSystemInfo()?.connection;
  const connections = useConnections()?.connections ?? [];
  return tenantId => {
    if (connection?.tenantId === tenantId) return connection.name;
    const known = connections.find(each => each.tenantId === tenantId);
    return known === undefined ? tenantId : tenantLabel(known);
  };
}

/** Returns a function that returns the name of a tenant, or undefined for the connected one. */
export function useOtherTenant(): (tenant: string | null) => string | undefined {
  const connected = useSystemInfo()?.connection;
  const connections = useConnections()?.connections ?? [];
  // Until the connection is known, every tenant counts as the connected one.
  return tenant => (connected === undefined ? undefined : otherTenant(tenant, connected, connections));
}
