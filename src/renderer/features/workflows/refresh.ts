import { api, queryClient } from '../../client/client.ts';

/** Reloads everything that is shown of workflows. */
export async function refreshWorkflows(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.workflows.key() });
}
