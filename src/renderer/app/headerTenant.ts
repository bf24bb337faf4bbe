import type { ConnectionsState } from '../../contract/connections/schema.ts';
import type { SystemInfo } from '../../contract/system/schema.ts';
import { strings } from '../strings.ts';

/** Returns the words for the connected tenant: its name, its connection if there are several, and the account. */
export function headerTenant(
  { practice }: Pick<SystemInfo, 'practice'>,
  tenant: string | null,
  state: ConnectionsState | undefined,
): string {
  if (tenant === null) return strings.header.noTenant;
  if (practice) return strings.header.practiceTenant({ tenant });
  const current = state?.connections.find(({ id }) => id === state.current);
  // Two connections may be for one tenant.
  const several =
    state !== undefined && state.connections.length > 1 && current !== undefined && current.name !== tenant;
  const name = several ? strings.header.connection({ tenant, connection: current.name }) : tenant;
  return current?.account ? strings.header.account({ tenant: name, account: current.account.name }) : name;
}
