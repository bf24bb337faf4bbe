import { useState } from 'react';
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

export function usePinOnScreen(batchId: string): PinOnScreen {
  const [row, setRow] = useState<BatchRow | null>(null);
  const { mutate, reset, data, error } = useShowPin(batchId);
  const hide = () => {
    setRow(null);
    reset();
  };
  const handOver = useHandOver(batchId, hide);
  return {
    shown: row === null || data === undefined ? null : { row, pin: data.pin },
    error: error ?? handOver.error,
    show: next => {
      setRow(next);
      mutate(next.id);
    },
    hide,
    handOver: () => {
      if (row !== null && !handOver.isPending) handOver.mutate(row.id);
    },
  };
}
