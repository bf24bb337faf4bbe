import { useMutation } from '@tanstack/react-query';
import type { Batch } from '../../../../contract/batches/schema.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { ConfirmDialog } from '../../../ui/dialog/ConfirmDialog.tsx';
import { refreshRows } from '../rows/refresh.ts';

const words = strings.handover;

/** Asks whether all users have their keys and PINs. Then these PINs are deleted. */
export function AllHandedOver({ batch: { id, pinsKept }, onClose }: { batch: Batch; onClose(): void }) {
  const work = useMutation({
    mutationFn: () => client.batches.handedOverAll({ id }),
    onSuccess: () => {
      refreshRows();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={words.allHandedOverTitle({ count: pinsKept })}
      action={words.allHandedOver}
      work={work}
      onConfirm={() => work.mutate()}
      onClose={onClose}
    >
      {words.allHandedOverText}
    </ConfirmDialog>
  );
}
