import { implement } from '@orpc/server';
import type { NetworkReport } from '../../../contract/connections/network.ts';
import { connectionsContract } from '../../../contract/connections/procedures.ts';
import type { CheckReport, CheckRequest, OpenPage } from '../../../contract/connections/schema.ts';
import type { Connections } from './connections.ts';

export interface ConnectionProcedureParts {
  readonly connections: Connections;
  readonly check: (request: CheckRequest, signal?: AbortSignal) => Promise<CheckReport>;
  readonly network: (signal?: AbortSignal) => Promise<NetworkReport>;
  /** Opens one of Microsoft's pages. @throws KeydeskError browser-unavailable, connection-not-found */
  readonly openPage: (page: OpenPage) => Promise<void>;
}

/** Returns the procedures for connections and for signing in. */
export function connectionsProcedures({ connections, check, network, openPage }: ConnectionProcedureParts) {
  const os = implement(connectionsContract);
  return os.router({
    watch: os.watch.handler(({ signal }) => connections.watch(signal)),
    add: os.add.handler(({ input }) => connections.add(input)),
    change: os.change.handler(({ input }) => connections.change(input.id, input.change)),
    use: os.use.handler(({ input }) => connections.use(input.id)),
    remove: os.remove.handler(({ input }) => connections.remove(input.id)),
    setCredential: os.setCredential.handler(({ input }) => connections.setCredential(input.id, input.credential)),
    signIn: os.signIn.handler(({ input, signal }) => connections.signIn(input, signal)),
    signOut: os.signOut.handler(({ input }) => connections.signOut(input.id)),
    check: os.check.handler(({ input, signal }) => check(input, signal)),
    network: os.network.handler(({ signal }) => network(signal)),
    openPage: os.openPage.handler(({ input }) => openPage(input)),
  });
}
