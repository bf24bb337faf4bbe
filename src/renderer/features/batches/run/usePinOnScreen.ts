import { useEffect, useRef, useState } from 'react';
import type { LiveKey } from '../../../../contract/batches/live.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { useHandOver, useShowPin } from '../rows/usePin.ts';

/** The PIN on the run screen. SECURITY: it is in memory of the component only, and gone when it is hidden. */
export interface PinOnScreen {
  readonly shown: { row: BatchRow; pin: string } | null;
  readonly error: unknown;
  show(row: BatchRow): void;
  hide(): void;
  /** Confirms that the user of the shown PIN has it. */
  handOver(): void;
}

/** @param keys the keys at the desk: a PIN whose profile says so is shown as soon as its key is done */
export function usePinOnScreen(batchId: string, keys: readonly LiveKey[]): PinOnScreen {
  const [row, setRow] = useState<BatchRow | null>(null);
  const { mutate, reset, data, error } = useShowPin(batchId);
  const hide = () => {
    setRow(null);
    reset();
  };
  const handOver = useHandOver(batchId, hide);
  const show = (next: BatchRow) => {
    setRow(next);
    mutate(next.id);
  };
  const shownOnce = useRef(new Set<string>());
  const due = keys.find(
    key =>
      key.pinHandOver === 'show' && key.state === 'remove' && key.row?.pinKept && !shownOnce.current.has(key.row.id),
  )?.row;
  useEffect(() => {
    if (!due || shownOnce.current.has(due.id)) return;
    shownOnce.current.add(due.id);
    setRow(due);
    mutate(due.id);
  }, [due, mutate]);
  return {
    shown: row === null || data === undefined ? null : { row, pin: data.pin },
    error: error ?? handOver.error,
    show,
    hide,
    handOver: () => {
      if (row !== null && !handOver.isPending) handOver.mutate(row.id);
    },
  };
}
