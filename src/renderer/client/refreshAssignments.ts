import { api, queryClient } from './client.ts';

/** After a change of assignments or keys, all that shows them asks again. */
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
