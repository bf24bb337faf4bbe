import { useCallback, useEffect, useRef, useState } from 'react';
import type { LiveKey } from '../../../../contract/batches/live.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { useAfterMoment } from '../rows/useAfterMoment.ts';
import { useHandOver, useShowPin } from '../rows/usePin.ts';

/** The PIN on the run screen. SECURITY: it is in memory of the component only, and gone when it is hidden. */
export interface PinOnScreen {
  readonly shown: { row: BatchRow; pin: string } | null;
  readonly error: unknown;
  show(row: BatchRow): void;
  hide(): void;
  /** Confirms that the user of the shown PIN has it. Undefined until somebody can have read it. */
  readonly handOver: (() => void) | undefined;
}

/**
 * @param keys the keys at the desk: a PIN whose profile says so is shown as soon as its key is done. It stays until it is confirmed or hidden; those of other
 * keys wait
 */
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
  const shown = row === null || data === undefined ? null : { row, pin: data.pin };
  const [first, leave] = useDuePins(keys);
  useEffect(() => {
    if (row !== null || first === undefined) return;
    leave(first);
    setRow(first);
    mutate(first.id);
  }, [row, first, leave, mutate]);
  const isReadable = useAfterMoment(shown?.row.id);
  return {
    shown,
    error: error ?? handOver.error,
    show,
    hide,
    handOver: row === null || !isReadable || handOver.isPending ? undefined : () => handOver.mutate(row.id),
  };
}

/** Returns the first PIN that is to be shown by itself, and a function that takes a row from those that wait. */
function useDuePins(keys: readonly LiveKey[]): [BatchRow | undefined, (row: BatchRow) => void] {
  const [waiting, setWaiting] = useState<readonly BatchRow[]>([]);
  const known = useRef(new Set<string>());
  const due = keys.find(
    key => key.pinHandOver === 'show' && key.state === 'remove' && key.row?.pinKept && !known.current.has(key.row.id),
  )?.row;
  useEffect(() => {
    if (!due || known.current.has(due.id)) return;
    known.current.add(due.id);
    setWaiting(all => [...all, due]);
  }, [due]);
  const leave = useCallback((row: BatchRow) => setWaiting(all => all.filter(({ id }) => id !== row.id)), []);
  return [waiting[0], leave];
}
