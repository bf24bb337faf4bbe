import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { ReconciledDifference, ReportEvent, UnreadUser } from '../../../contract/reconciliation/schema.ts';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';

/** The report of the tenant as far as it is made. */
export interface Report {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
  readonly differences: readonly ReconciledDifference[];
  readonly unread: readonly UnreadUser[];
  /** Why the audit log could not be read. */
  readonly audit: Failure | null;
  /** The number of differences beyond the limit of a report. */
  readonly more: number;
  readonly failure: Failure | null;
  /** Whether the report is complete. */
  readonly complete: boolean;
}

const nothing: Report = {
  running: false,
  done: 0,
  total: 0,
  differences: [],
  unread: [],
  audit: null,
  more: 0,
  failure: null,
  complete: false,
};

/**
 * Makes the report of the tenant. It stops when the page is left. `report` is null before the first one. `compareUser` compares one user
 * again, whose difference was mended.
 */
export function useReport() {
  const [report, setReport] = useState<Report | null>(null);
  const controller = useRef<AbortController | null>(null);
  const stop = useCallback(() => controller.current?.abort(), []);
  useEffect(() => stop, [stop]);
  const start = useCallback(() => {
    controller.current?.abort();
    const abort = new AbortController();
    controller.current = abort;
    setReport({ ...nothing, running: true });
    // A report that was stopped must not change the next one.
    const tell = (change: (before: Report) => Report) => {
      if (controller.current === abort) setReport(before => change(before ?? nothing));
    };
    void follow(abort.signal, tell);
  }, []);
  const compareUser = useCallback((user: string) => {
    const change = (found: Pick<Report, 'differences' | 'unread'>) =>
      setReport(before => (before === null ? null : withUser(before, user, found)));
    client.reconciliation
      .compare({ user })
      .then(change, error => setReport(before => (before === null ? null : { ...before, failure: failureOf(error) })));
  }, []);
  return { report, start, stop, compareUser };
}

async function follow(signal: AbortSignal, tell: (change: (before: Report) => Report) => void): Promise<void> {
  try {
    for await (const event of await client.reconciliation.report(undefined, { signal })) {
      tell(before => withEvent(before, event));
    }
  } catch (error) {
    if (!signal.aborted) tell(before => ({ ...before, failure: failureOf(error) }));
  } finally {
    tell(before => ({ ...before, running: false }));
  }
}

/** Replaces what a report says about one user. */
export function withUser(before: Report, user: string, found: Pick<Report, 'differences' | 'unread'>): Report {
  const others = before.differences.filter(difference => difference.user?.id !== user);
  return {
    ...before,
    failure: null,
    differences: [...found.differences, ...others],
    unread: [...before.unread, ...found.unread],
  };
}

/** Adds an event to a report. */
export function withEvent(before: Report, event: ReportEvent): Report {
  switch (event.type) {
    case 'progress': {
      const { done, total, differences, unread } = event;
      return {
        ...before,
        done,
        total,
        differences: differences.length === 0 ? before.differences : [...before.differences, ...differences],
        unread: unread.length === 0 ? before.unread : [...before.unread, ...unread],
      };
    }
    case 'done':
      return { ...before, complete: true, audit: event.audit, more: event.more };
    case 'failed':
      return { ...before, failure: event.failure };
  }
}
