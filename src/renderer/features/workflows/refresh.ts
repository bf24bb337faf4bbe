import { api, queryClient } from '../../client/client.ts';

/** Reloads all queries about workflows. */
export async function refreshWorkflows(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.workflows.key() });
}
