import { MenuItem } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { MoreMenu } from '../../../ui/actions/MoreMenu.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { PinDialog } from './PinDialog.tsx';
import { refreshRows } from './refresh.ts';
import { useRowHandOver } from './useRowHandOver.ts';

const words = strings.batch;

/** The actions of a row. `onFailed` gets the error of an action, or null when the next one begins. */
export function RowActions(props: { batchId: string; row: BatchRow; onFailed(error: unknown): void }) {
  const { batchId, row, onFailed } = props;
  const [dialog, setDialog] = useState<'note' | 'pin' | null>(null);
  const work = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onMutate: () => onFailed(null),
    onError: onFailed,
    onSettled: refreshRows,
  });
  const handOver = useRowHandOver(batchId, row);
  const ref = { id: batchId, rowId: row.id };
  const { state } = row;
  const close = () => setDialog(null);
  return (
    <>
      <MoreMenu label={words.more({ user: nameOf(row) })}>
        {(state === 'failed' || state === 'skipped') && (
          <MenuItem onClick={() => work.mutate(() => client.batches.retry({ id: batchId, rowIds: [row.id] }))}>
            {words.retry}
          </MenuItem>
        )}
        {(state === 'waiting' || state === 'waiting-for-key' || state === 'failed') && (
          <MenuItem onClick={() => work.mutate(() => client.batches.skip(ref))}>{words.skip}</MenuItem>
        )}
        {state === 'waiting-for-key' && (
          <MenuItem onClick={() => work.mutate(() => client.batches.later(ref))}>{words.later}</MenuItem>
        )}
        <MenuItem onClick={() => setDialog('note')}>{words.note}</MenuItem>
        {state === 'done' && (
          <MenuItem onClick={() => work.mutate(() => handOver.copy('mail'))}>{words.copyMail}</MenuItem>
        )}
        {row.pinKept && <MenuItem onClick={() => work.mutate(() => handOver.copy('chat'))}>{words.copyChat}</MenuItem>}
        {handOver.canPrint && <MenuItem onClick={() => work.mutate(handOver.print)}>{words.printPin}</MenuItem>}
        {row.pinKept && <MenuItem onClick={() => setDialog('pin')}>{words.showPin}</MenuItem>}
        {state === 'done' && row.handedOverAt === null && (
          <MenuItem onClick={() => work.mutate(() => client.batches.handedOver(ref))}>
            {words.confirmHandedOver}
          </MenuItem>
        )}
      </MoreMenu>
      {dialog === 'note' && <NoteDialog batchId={batchId} row={row} onClose={close} />}
      {dialog === 'pin' && <PinDialog batchId={batchId} row={row} onClose={close} />}
    </>
  );
}
