import { useMutation } from '@tanstack/react-query';
import { client } from '../../../client/client.ts';
import { refreshRows } from './refresh.ts';

/** Reads the PIN of a row. SECURITY: gcTime 0, so that no cache keeps the PIN after the component that shows it. */
export function useShowPin(batchId: string) {
  return useMutation({ mutationFn: (rowId: string) => client.batches.showPin({ id: batchId, rowId }), gcTime: 0 });
}

/** Confirms that a user has key and PIN. */
export function useHandOver(batchId: string, onDone: () => void) {
  return useMutation({
    mutationFn: (rowId: string) => client.batches.handedOver({ id: batchId, rowId }),
    onSuccess: () => {
      refreshRows();
      onDone();
    },
  });
}
