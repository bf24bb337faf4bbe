import { createORPCClient, DynamicLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import type { Contract } from '../../contract/contract.ts';
import { type Connection, openConnection } from './connection.ts';
import { connectMessagePort } from './messagePortTransport.ts';
import { connectWebSocket } from './webSocketTransport.ts';

/** A loopback server that ended never comes back at its port: about four seconds of tries settle it. */
const ENDS_AFTER = 5;

/** Electron serves the window from its own scheme; any other address is the loopback server's. */
export const connection: Connection =
  window.location.protocol === 'keydesk:'
    ? openConnection(connectMessagePort)
    : openConnection(connectWebSocket, { endsAfter: ENDS_AFTER });

/** The one typed client of the window: every procedure of the contract, over whichever pipe is open. */
export const client: ContractRouterClient<Contract> = createORPCClient(new DynamicLink(() => connection.link()));

/** The same procedures as options for TanStack Query. */
export const api = createTanstackQueryUtils(client);

/** The core is on this computer: no network state, focus or retry policy of a web page applies. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false },
    mutations: { networkMode: 'always', retry: false },
  },
});

// A stream ends with its pipe: once there is a new one, everything on the screen asks again.
let wasLost = false;
connection.subscribe(() => {
  if (connection.state() === 'lost' || connection.state() === 'ended') wasLost = true;
  if (connection.state() === 'open' && wasLost) void queryClient.invalidateQueries();
});
