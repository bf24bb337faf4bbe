import { api, queryClient } from '../../../client/client.ts';

/** Reloads all queries about webhooks. */
export async function refreshWebhooks(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.webhooks.key() });
}
