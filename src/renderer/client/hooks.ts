import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { LiveBatch } from '../../contract/batches/live.ts';
import type { ChangeCounts } from '../../contract/changes/schema.ts';
import type { ConnectionsState } from '../../contract/connections/schema.ts';
import type { EnrollmentRun } from '../../contract/enrollment/runs.ts';
import type { Failure } from '../../contract/errors/failure.ts';
import type { KeySummary } from '../../contract/keys/schema.ts';
import type { PracticeState } from '../../contract/practice/schema.ts';
import type { SystemInfo } from '../../contract/system/schema.ts';
import { api, client, connection } from './client.ts';
import type { ConnectionState } from './connection.ts';
import { type Live, openLive } from './live.ts';
import type { ConnectionRefused } from './transport.ts';

/** Returns the state of the connection to the core. */
export function useConnectionState(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.state);
}

/** Returns why the connection was refused; null if it was not. */
export function useRefusal(): ConnectionRefused | null {
  return useSyncExternalStore(connection.subscribe, connection.refusal);
}

const onLost = (listener: () => void) =>
  connection.subscribe(() => {
    if (connection.state() === 'lost') listener();
  });
const live = <T>(open: (signal: AbortSignal) => Promise<AsyncIterable<T>>) => openLive<T>({ open, onLost });

const keys = live<readonly KeySummary[]>(signal => client.keys.watch(undefined, { signal }));
const problems = live<readonly Failure[]>(signal => client.keys.problems(undefined, { signal }));
const practice = live<PracticeState>(signal => client.practice.watch(undefined, { signal }));
const changes = live<ChangeCounts>(signal => client.changes.watch(undefined, { signal }));
const runs = live<readonly EnrollmentRun[]>(signal => client.enrollment.runs(undefined, { signal }));
const connections = live<ConnectionsState>(signal => client.connections.watch(undefined, { signal }));

const batches = new Map<string, Live<LiveBatch>>();

function batchOf(id: string): Live<LiveBatch> {
  const known = batches.get(id) ?? live<LiveBatch>(signal => client.batches.watch({ id }, { signal }));
  batches.set(id, known);
  return known;
}

/** Returns the newest value of a live stream; undefined until the first value arrives. */
function useLive<T>({ subscribe, value }: Live<T>): T | undefined {
  return useSyncExternalStore(subscribe, value);
}

/** A stream that never opens. */
const nothing: Live<never> = { value: () => undefined, error: () => undefined, subscribe: () => () => undefined };

/** Returns the plugged-in keys, live; undefined until the first list arrives. */
export function useKeys(): readonly KeySummary[] | undefined {
  return useLive(keys);
}

/** Returns why keys of some kind are not listed, live. */
export function useKeyProblems(): readonly Failure[] {
  return useLive(problems) ?? [];
}

/** Returns the practice key, live; undefined outside practice mode. */
export function usePracticeState(): PracticeState | undefined {
  const inPractice = useSystemInfo()?.practice ?? false;
  return useLive<PracticeState>(inPractice ? practice : nothing);
}

/**
 * Returns the core's enrollments, live; undefined until the first list arrives, and at an activation station, which may
 * not read them.
 */
export function useRuns(): readonly EnrollmentRun[] | undefined {
  const atDesk = useSystemInfo()?.station === 'desk';
  return useLive<readonly EnrollmentRun[]>(atDesk ? runs : nothing);
}

/** Returns the connections, live; undefined until the first list arrives. */
export function useConnections(): ConnectionsState | undefined {
  return useLive(connections);
}

/** Returns how many changes to the data folder were detected, live. */
export function useChangeCounts(): ChangeCounts | undefined {
  return useLive(changes);
}

/** Returns why there is no list of connections. */
export function useConnectionsError(): unknown {
  return useSyncExternalStore(connections.subscribe, connections.error);
}

export function useSystemInfo(): SystemInfo | undefined {
  return useQuery(api.system.info.queryOptions()).data;
}

/** Returns a batch as it runs, live; `live` is undefined until the first state arrives, and `error` says why none arrives. */
export function useBatch(id: string): { live: LiveBatch | undefined; error: unknown } {
  const batch = batchOf(id);
  return { live: useLive(batch), error: useSyncExternalStore(batch.subscribe, batch.error) };
}
