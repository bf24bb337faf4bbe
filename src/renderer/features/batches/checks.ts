import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Batch } from '../../../contract/batches/schema.ts';
import { client } from '../../client/client.ts';

/** The check of a batch by this window. */
export interface Check {
  readonly pending: boolean;
  /** A person stopped it. It does not start by itself again. */
  readonly stopped: boolean;
  readonly error: unknown;
}

const idle: Check = { pending: false, stopped: false, error: null };
const checks = new Map<string, Check>();
const aborts = new Map<string, AbortController>();
const listeners = new Set<() => void>();

function set(id: string, check: Check): void {
  checks.set(id, check);
  for (const listener of listeners) listener();
}

/** Checks the rows that wait. The check belongs to the window and not to a page, so that a navigation does not end it. */
export async function startCheck(id: string): Promise<void> {
  if (checks.get(id)?.pending === true) return;
  const abort = new AbortController();
  aborts.set(id, abort);
  set(id, { ...idle, pending: true });
  try {
    await client.batches.check({ id }, { signal: abort.signal });
    set(id, idle);
  } catch (error) {
    set(id, abort.signal.aborted ? { ...idle, stopped: true } : { ...idle, error });
  }
}

export function stopCheck(id: string): void {
  aborts.get(id)?.abort();
}

/** Returns the check of a batch. It starts by itself when rows wait for it. */
export function useCheck(id: string, counts: Batch['counts'] | undefined): Check {
  const check = useSyncExternalStore(subscribe, () => checks.get(id) ?? idle);
  // Rows whose check ended with another Keydesk are put back by a new check. If another window is checking them, one attempt is enough.
  const tried = useRef(false);
  const { waiting = 0, preparing = 0 } = counts ?? {};
  useEffect(() => {
    const left = waiting > 0 || (preparing > 0 && !tried.current);
    if (!left || (check !== idle && (check.pending || check.stopped || check.error !== null))) return;
    tried.current = true;
    void startCheck(id);
  }, [id, waiting, preparing, check]);
  return check;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
