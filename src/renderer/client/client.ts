import { createORPCClient, DynamicLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import type { Contract } from '../../contract/contract.ts';
import { type Connection, openConnection } from './connection.ts';
import { connectMessagePort } from './messagePortTransport.ts';
import { connectWebSocket } from './webSocketTransport.ts';

/** A loopback server that has ended never starts again at its port. About four seconds of attempts are enough. */
const ENDS_AFTER = 5;

/** Electron loads the window from its own scheme. Any other address belongs to the loopback server. */
export const connection: Connection =
  window.location.protocol === 'keydesk:'
    ? openConnection(connectMessagePort)
    : openConnection(connectWebSocket, { endsAfter: ENDS_AFTER });

/** The window's typed client for every procedure of the contract, over the open transport. */
export const client: ContractRouterClient<Contract> = createORPCClient(new DynamicLink(() => connection.link()));

/** The same procedures as options for TanStack Query. */
export const api = createTanstackQueryUtils(client);

/** The core is on this computer, so a web page's rules for network state, focus and retries do not apply. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, refetchOnReconnect: false },
    mutations: { networkMode: 'always', retry: false },
  },
});

// A stream ends with its transport. When a new transport opens, all queries on the screen run again.
let wasLost = false;
connection.subscribe(() => {
  if (connection.state() === 'lost' || connection.state() === 'ended') wasLost = true;
  if (connection.state() === 'open' && wasLost) void queryClient.invalidateQueries();
});
