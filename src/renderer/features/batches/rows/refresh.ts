import { api, queryClient } from '../../../client/client.ts';

/** Reads the rows on the screen again. */
export function refreshRows(): void {
  void queryClient.invalidateQueries({ queryKey: api.batches.rows.key() });
}
