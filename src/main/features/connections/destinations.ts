import { clouds } from '../../../contract/connections/clouds.ts';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { METADATA_SERVICE } from '../../services/metadata/source.ts';
import type { Destination } from '../../services/network/destination.ts';

/**
 * Returns the hosts that Keydesk needs for a tenant; those of the global cloud if none is connected. In practice mode, only the simulated
 * tenant.
 */
export function destinationsOf(
  saved: Pick<ConnectionSettings, 'authority' | 'graphUrl'> | null,
  graphUrl: string | undefined,
  practice: boolean,
): Destination[] {
  const { authority, graphUrl: ofCloud } = saved ?? clouds.global;
  const graph: Destination = { purpose: 'graph', url: new URL(graphUrl ?? ofCloud) };
  if (practice) return [graph];
  return [
    { purpose: 'sign-in', url: new URL(authority) },
    graph,
    { purpose: 'key-models', url: new URL(METADATA_SERVICE) },
  ];
}
