import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from './client.ts';

/** Changes settings. */
export function useChangeSettings() {
  return useMutation(
    api.settings.set.mutationOptions({
      onSuccess: settings => queryClient.setQueryData(api.settings.get.queryKey(), settings),
    }),
  );
}
