import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../client/client.ts';

/** Changes settings; what depends on the connection is asked for again. */
export function useChangeSettings() {
  return useMutation(
    api.settings.set.mutationOptions({
      onSuccess: async (settings, change) => {
        queryClient.setQueryData(api.settings.get.queryKey(), settings);
        if (change.connection === undefined) return;
        for (const part of [api.system, api.policy, api.users, api.passkeys]) {
          await queryClient.invalidateQueries({ queryKey: part.key() });
        }
      },
    }),
  );
}
