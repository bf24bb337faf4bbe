import { api, queryClient } from '../../../client/client.ts';

/** All that is shown of webhooks is asked for again. */
export async function refreshWebhooks(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.webhooks.key() });
}
