import { api, queryClient } from '../../../client/client.ts';

/** Reloads everything that is shown of webhooks. */
export async function refreshWebhooks(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.webhooks.key() });
}
