import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../../contract/errors/failure.ts';
import { failureOf } from '../../../client/failure.ts';

/** Work that the core does in parts: how far it is, and what came of each row. */
export interface StreamState<Row> {
  readonly rows: readonly Row[];
  readonly done: number;
  readonly total: number;
  readonly running: boolean;
  readonly stopped: boolean;
  readonly failure: Failure | null;
}

interface Part {
  readonly done: number;
  readonly total: number;
}

/**
 * Follows work in parts. Leaving the page stops it.
 * @param open begins the work, or continues it: what was done before is not done twice
 */
export function useStream<P extends Part, Row>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<P>>,
  rowsOf: (part: P) => readonly Row[],
): StreamState<Row> & { start(): void; stop(): void } {
  const [state, setState] = useState<StreamState<Row>>(nothing);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const start = () => {
    const own = new AbortController();
    controller.current = own;
    setState({ ...nothing, running: true });
    const follow = async () => {
      for await (const part of await open(own.signal)) {
        const { done, total } = part;
        setState(before => ({ ...before, done, total, rows: [...before.rows, ...rowsOf(part)] }));
      }
    };
    follow().then(
      () => setState(before => ({ ...before, running: false, stopped: before.done < before.total })),
      error => {
        const { aborted } = own.signal;
        setState(before => ({
          ...before,
          running: false,
          stopped: aborted,
          failure: aborted ? null : failureOf(error),
        }));
      },
    );
  };
  return { ...state, start, stop: () => controller.current?.abort() };
}

const nothing = { rows: [], done: 0, total: 0, running: false, stopped: false, failure: null };
