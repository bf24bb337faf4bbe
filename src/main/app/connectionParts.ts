import { openAdminPage } from '../features/connections/adminPages.ts';
import { checkConnected } from '../features/connections/check.ts';
import type { Connections } from '../features/connections/connections.ts';
import { destinationsOf } from '../features/connections/destinations.ts';
import { checkNetwork } from '../features/connections/networkCheck.ts';
import type { ConnectionProcedureParts } from '../features/connections/procedures.ts';
import type { CoreOptions } from './coreOptions.ts';
import type { Foundation } from './foundation.ts';
import type { TenantScope } from './tenantScope.ts';

interface Parts {
  readonly options: CoreOptions;
  readonly foundation: Foundation;
  readonly scope: () => TenantScope;
  readonly connections: Connections;
}

/** Joins what the connection procedures need from other features: the sign-in of users, and the hosts of webhooks. */
export function connectionProcedureParts({ options, foundation, scope, connections }: Parts): ConnectionProcedureParts {
  const { settings, signIns, network } = foundation;
  return {
    connections,
    check: async (request, signal) => {
      const { tenant, activation } = scope();
      const report = await checkConnected({ tenant, signIns, users: activation }, request, signal);
      if (report.lines[0]?.status === 'passed' && tenant.saved !== null) {
        // The check itself has succeeded. The name is only for display, and the next start reads it again.
        await connections.learnName().catch(() => undefined);
      }
      return report;
    },
    network: async signal => {
      const { tenant, webhooks } = scope();
      const own = destinationsOf(tenant.saved, tenant.connection?.graphUrl, options.practice);
      return checkNetwork(network, [...own, ...(await webhooks.destinations())], signal);
    },
    openPage: page => openAdminPage(settings.get().connections, page, options.services.openUrl),
  };
}
