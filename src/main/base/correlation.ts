import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** The ids of one operation in Microsoft's logs and in Keydesk's log. */
export interface Correlation {
  readonly id: string;
  /** Graph's ids of the responses so far. */
  readonly requestIds: readonly string[];
}

/** Maximum number of ids. An enrollment has about five; a long throttled one must not fill the log. */
const MAX_REQUEST_IDS = 20;

const present = new AsyncLocalStorage<{ id: string; requestIds: string[] }>();

/** Runs work whose requests to Graph all have the same id. Nested calls use the id of the outer one. */
export function correlated<T>(work: (correlation: Correlation) => T): T {
  const outer = present.getStore();
  if (outer !== undefined) return work(outer);
  const correlation = { id: randomUUID(), requestIds: [] };
  return present.run(correlation, () => work(correlation));
}

/** Returns the id for requests of the running operation, if it has one. */
export function correlationId(): string | undefined {
  return present.getStore()?.id;
}

/** Adds Graph's own id of a response to the running operation. */
export function noteRequestId(id: string | null): void {
  const requestIds = present.getStore()?.requestIds;
  if (id !== null && requestIds !== undefined && requestIds.length < MAX_REQUEST_IDS) requestIds.push(id);
}
