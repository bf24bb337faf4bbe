import { api, queryClient } from '../../client/client.ts';

/** Reloads all queries about profiles, and the plans that depend on them. */
export async function refreshProfiles(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: api.profiles.key() });
}
