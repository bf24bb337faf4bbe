import { useEffect, useRef, useState } from 'react';
import type { DeferredEvent, DeferredPackage, DeferredRow, MakingKey } from '../../../contract/deferred/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { failureOf } from '../../client/failure.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';

/** One fetch, make or upload, as far as it has come. */
export interface DeferredRun {
  readonly running: boolean;
  readonly ended: boolean;
  readonly package: DeferredPackage | null;
  readonly rows: readonly DeferredRow[];
  readonly keys: readonly MakingKey[];
  readonly next: DeferredRow | null;
  readonly over: boolean;
  readonly warnings: readonly Failure[];
  readonly failure: Failure | null;
}

const NOTHING: DeferredRun = {
  running: false,
  ended: false,
  package: null,
  rows: [],
  keys: [],
  next: null,
  over: false,
  warnings: [],
  failure: null,
};

type Start = (signal: AbortSignal) => Promise<AsyncIterable<DeferredEvent>>;

/** Follows one operation on a package. It ends when the page is left; the package has everything until then. */
export function useDeferredRun() {
  const [run, setRun] = useState(NOTHING);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const follow = async (start: Start) => {
    const own = new AbortController();
    abort.current?.abort();
    abort.current = own;
    const change = (to: (run: DeferredRun) => DeferredRun) => {
      if (abort.current === own) setRun(to);
    };
    change(() => ({ ...NOTHING, running: true }));
    try {
      for await (const event of await start(own.signal)) change(now => after(now, event));
    } catch (error) {
      const failure = own.signal.aborted ? null : failureOf(error);
      change(now => ({ ...now, failure }));
    }
    change(now => ({ ...now, running: false, keys: [] }));
    void refreshAssignments();
  };
  return { run, start: (work: Start) => void follow(work), stop: () => abort.current?.abort() };
}

function after(run: DeferredRun, event: DeferredEvent): DeferredRun {
  switch (event.type) {
    case 'opened':
      return { ...run, package: event.package, rows: event.rows };
    case 'row':
      return { ...run, rows: withRow(run.rows, event.row) };
    case 'warning':
      return { ...run, warnings: [...run.warnings, event.warning] };
    case 'keys':
      return { ...run, keys: event.keys, next: event.next, over: event.over };
    case 'ended':
      return { ...run, package: event.package, rows: event.rows, ended: true };
    case 'failed':
      return { ...run, failure: event.failure.code === 'cancelled' ? null : event.failure };
  }
}

function withRow(rows: readonly DeferredRow[], row: DeferredRow): DeferredRow[] {
  const others = rows.filter(({ id }) => id !== row.id);
  return [...others, row].sort((one, other) => one.line - other.line);
}
