import { api, queryClient } from './client.ts';

/** Reloads every list of assignments or keys. Call it after a change of them. */
export async function refreshAssignments(): Promise<void> {
  const keys = [
    api.assignments.key(),
    api.inventory.key(),
    api.passkeys.key(),
    api.directory.users.key(),
    api.activity.key(),
  ];
  await Promise.all(keys.map(queryKey => queryClient.invalidateQueries({ queryKey })));
}
