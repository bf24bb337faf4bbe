import packageJson from '../../../package.json' with { type: 'json' };
import type { SystemInfo } from '../../contract/system/schema.ts';
import type { Changes } from '../base/store/changes.ts';
import { tenantOf } from '../features/connections/tenantOf.ts';
import { isReachable } from '../services/graph/reachable.ts';
import type { BoundTenant } from '../services/tenant/boundTenant.ts';
import type { Background } from './background.ts';
import type { CoreOptions } from './coreOptions.ts';
import type { Foundation } from './foundation.ts';
import { infoFor } from './stationLock.ts';
import type { SystemProcedureParts } from './systemProcedures.ts';

interface Parts {
  readonly options: CoreOptions;
  readonly foundation: Foundation;
  readonly changes: Changes;
  readonly background: Pick<Background, 'integrity'>;
}

/** Collects the information about this Keydesk for the window. */
export async function systemProcedureParts({
  options,
  foundation,
  changes,
  background,
}: Parts): Promise<SystemProcedureParts> {
  const { practice, dataFolder, services } = options;
  const { connectedTenant, station, network } = foundation;
  const realTenant = practice && services.kind !== 'cli' ? await tenantOf(dataFolder) : null;
  const info = (): SystemInfo => {
    const bound = connectedTenant.bind();
    return {
      version: packageJson.version,
      shell: services.kind,
      shellReason: services.reason,
      practice,
      undecided: options.undecided === true && bound.saved === null,
      realTenant,
      station,
      dataFolder,
      seals: services.sealer !== null,
      damage: background.integrity.damage(),
      connection: connectionInfo(bound),
    };
  };
  return {
    info: () => infoFor(station, info()),
    reachable: async () => {
      const { connection } = connectedTenant.bind();
      return connection === null ? null : isReachable(connection, network);
    },
    changes,
  };
}

function connectionInfo({ id, connection, name }: BoundTenant): SystemInfo['connection'] {
  if (connection === null) return null;
  const { graphUrl, tenantId, version } = connection;
  return { name: name ?? graphUrl, graphUrl, tenantId: tenantId && (id ?? tenantId), version };
}
