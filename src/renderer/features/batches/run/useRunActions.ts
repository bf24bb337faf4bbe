import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LiveBatch } from '../../../../contract/batches/live.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { openRows } from '../../../../contract/batches/schema.ts';
import { client } from '../../../client/client.ts';
import { refreshRows } from '../rows/refresh.ts';
import type { Actions } from './shortcuts.ts';
import type { PinOnScreen } from './usePinOnScreen.ts';

/** What a person can do on the run screen, by button and by key. */
export interface RunActions {
  readonly actions: Actions;
  readonly isPausing: boolean;
  /** Why the last action failed. */
  readonly error: unknown;
  /** The row whose note is being written. */
  readonly noted: BatchRow | null;
  endNote(): void;
  /** The row that was skipped last, as long as it can be put back. */
  readonly skipped: BatchRow | null;
}

/** @param newest the row whose PIN is shown next */
export function useRunActions(live: LiveBatch, pin: PinOnScreen, newest: BatchRow | undefined): RunActions {
  const {
    batch: { id, counts },
    keys,
    next: [first, second],
    running,
  } = live;
  const [noted, setNoted] = useState<BatchRow | null>(null);
  const [skipped, setSkipped] = useState<BatchRow | null>(null);
  const pause = useMutation({ mutationFn: () => client.batches.pause({ id }) });
  const work = useMutation({ mutationFn: (act: () => Promise<unknown>) => act(), onSettled: refreshRows });
  const start = () => client.batches.start({ id, interactive: true });
  const isOpen = openRows(counts) > 0;
  const ref = first && { id, rowId: first.id };
  const current = keys.find(({ row }) => row !== null)?.row ?? first;
  const failed = keys.find(({ row }) => row?.state === 'failed')?.row;
  /** A batch whose rows have all ended is started again by the same action. */
  const putBack = (rowId: string | undefined) =>
    work.mutate(async () => {
      await client.batches.retry({ id, ...(rowId === undefined ? {} : { rowIds: [rowId] }) });
      if (rowId === skipped?.id) setSkipped(null);
      if (!isOpen) await start();
    });
  return {
    actions: {
      pause: !isOpen || pause.isPending ? undefined : () => (running ? pause.mutate() : work.mutate(start)),
      skip: ref && (() => work.mutate(async () => setSkipped(await client.batches.skip(ref)))),
      later: ref && second && (() => work.mutate(() => client.batches.later(ref))),
      note: current && (() => setNoted(current)),
      retry: counts.failed === 0 ? undefined : () => putBack(failed?.id),
      putBack: skipped === null ? undefined : () => putBack(skipped.id),
      showPin: pin.shown !== null ? pin.hide : newest && (() => pin.show(newest)),
      handedOver: pin.handOver,
    },
    isPausing: pause.isPending,
    error: work.error ?? pause.error,
    noted,
    endNote: () => setNoted(null),
    skipped,
  };
}
