import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { ConnectionsState } from '../../contract/connections.ts';
import type { KeySummary } from '../../contract/keys.ts';
import type { PracticeState, SystemInfo } from '../../contract/system.ts';
import { api, connection } from './client.ts';
import type { ConnectionState } from './connection.ts';
import type { ConnectionRefused } from './transport.ts';

/** Whether the core can be reached now. */
export function useConnectionState(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.state);
}

/** Why the core and this window do not talk to each other; null while they do, or may. */
export function useRefusal(): ConnectionRefused | null {
  return useSyncExternalStore(connection.subscribe, connection.refusal);
}

/** The plugged-in keys, live; undefined until the first list has come. */
export function useKeys(): readonly KeySummary[] | undefined {
  return useQuery(api.keys.watch.experimental_liveOptions({ staleTime: Number.POSITIVE_INFINITY })).data;
}

/** The practice key, live; undefined outside practice mode. */
export function usePracticeState(): PracticeState | undefined {
  const practice = useSystemInfo()?.practice ?? false;
  return useQuery(
    api.practice.watch.experimental_liveOptions({ enabled: practice, staleTime: Number.POSITIVE_INFINITY }),
  ).data;
}

/** The connections that are set up, live; undefined until the first list has come. */
export function useConnections(): ConnectionsState | undefined {
  return useQuery(api.connections.watch.experimental_liveOptions({ staleTime: Number.POSITIVE_INFINITY })).data;
}

export function useSystemInfo(): SystemInfo | undefined {
  return useQuery(api.system.info.queryOptions()).data;
}
