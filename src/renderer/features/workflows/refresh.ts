import { api, queryClient } from '../../client/client.ts';

/** All that is shown of workflows is asked for again. */
export async function refreshWorkflows(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.workflows.key() });
}
