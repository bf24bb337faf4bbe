import { useCallback, useEffect, useRef, useState } from 'react';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { nothing, type Report, withEvent, withUser } from './report.ts';

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
