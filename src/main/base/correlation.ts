import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** One piece of work as Microsoft's logs and our own know it. */
export interface Correlation {
  readonly id: string;
  /** Graph's ids of the answers so far. */
  readonly requestIds: readonly string[];
}

/** An enrollment makes about five; one that is throttled for long must not fill the log. */
const MAX_REQUEST_IDS = 20;

const present = new AsyncLocalStorage<{ id: string; requestIds: string[] }>();

/** Runs work of which every request to Graph carries one id. Work inside such work belongs to it. */
export function correlated<T>(work: (correlation: Correlation) => T): T {
  const outer = present.getStore();
  if (outer !== undefined) return work(outer);
  const correlation = { id: randomUUID(), requestIds: [] };
  return present.run(correlation, () => work(correlation));
}

/** The id for the requests of the work that runs, where it has one. */
export function correlationId(): string | undefined {
  return present.getStore()?.id;
}

/** Keeps Graph's own id of an answer with the work that asked. */
export function noteRequestId(id: string | null): void {
  const requestIds = present.getStore()?.requestIds;
  if (id !== null && requestIds !== undefined && requestIds.length < MAX_REQUEST_IDS) requestIds.push(id);
}
