import { implement } from '@orpc/server';
import type { NetworkReport } from '../../../contract/connections/network.ts';
import { connectionsContract } from '../../../contract/connections/procedures.ts';
import type { CheckReport, CheckRequest, OpenPage } from '../../../contract/connections/schema.ts';
import type { Tenants } from './tenants.ts';

export interface ConnectionProcedureParts {
  readonly tenants: Tenants;
  readonly check: (request: CheckRequest, signal?: AbortSignal) => Promise<CheckReport>;
  readonly network: (signal?: AbortSignal) => Promise<NetworkReport>;
  /** Opens one of Microsoft's pages. @throws KeydeskError browser-unavailable, connection-not-found */
  readonly openPage: (page: OpenPage) => Promise<void>;
}

/** The tenants that are set up, and signing in to them. */
export function connectionsProcedures({ tenants, check, network, openPage }: ConnectionProcedureParts) {
  const os = implement(connectionsContract);
  return os.router({
    watch: os.watch.handler(({ signal }) => tenants.watch(signal)),
    add: os.add.handler(({ input }) => tenants.add(input)),
    change: os.change.handler(({ input }) => tenants.change(input.id, input.change)),
    use: os.use.handler(({ input }) => tenants.use(input.id)),
    remove: os.remove.handler(({ input }) => tenants.remove(input.id)),
    setCredential: os.setCredential.handler(({ input }) => tenants.setCredential(input.id, input.credential)),
    signIn: os.signIn.handler(({ input, signal }) => tenants.signIn(input, signal)),
    signOut: os.signOut.handler(({ input }) => tenants.signOut(input.id)),
    check: os.check.handler(({ input, signal }) => check(input, signal)),
    network: os.network.handler(({ signal }) => network(signal)),
    openPage: os.openPage.handler(({ input }) => openPage(input)),
  });
}
