import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ChangeCounts } from '../../contract/changes/schema.ts';
import { api, queryClient } from '../client/client.ts';
import { useChangeCounts, useConnections } from '../client/hooks.ts';
import { isDialogOpen, onDialogs } from '../ui/dialog/openDialogs.ts';

/**
 * What to ask again after a change. Only what the core answers from its own files: a query that asks Entra or a key would cost
 * something, and one that writes down what it found would change the record and so ask for itself again.
 */
const shows: Record<keyof ChangeCounts, readonly (readonly unknown[])[]> = {
  record: [
    api.assignments.list.key(),
    api.inventory.list.key(),
    api.inventory.get.key(),
    api.activity.list.key(),
    api.workflows.key(),
    api.webhooks.key(),
    api.enrollment.unfinished.key(),
    api.directory.users.key(),
    api.passkeys.review.key(),
  ],
  // The rows of All Users carry the version that the state tells; an import commits far more often than that changes.
  directory: [
    api.directory.state.key(),
    api.directory.user.key(),
    api.directory.groups.key(),
    api.directory.groupsOf.key(),
  ],
  settings: [api.settings.key(), api.system.info.key()],
  // The list of connections follows sign-ins by itself.
  secrets: [],
};

/**
 * Keeps the lists on the screen true when another window, a command or the core itself has changed what they show. While a
 * dialog is open they stay as they are: the row that it was opened from may be gone with the change.
 */
export function useFollowChanges(): void {
  const counts = useChangeCounts();
  const held = useSyncExternalStore(onDialogs, isDialogOpen);
  const shown = useRef<ChangeCounts | undefined>(undefined);
  useEffect(() => {
    if (counts === undefined || held) return;
    const before = shown.current;
    shown.current = counts;
    if (before === undefined) return;
    for (const name of Object.keys(shows) as (keyof ChangeCounts)[]) {
      if (counts[name] === before[name]) continue;
      for (const queryKey of shows[name]) {
        void queryClient.invalidateQueries({ queryKey, predicate: ({ queryKey }) => !asksEntra(queryKey) });
      }
    }
  }, [counts, held]);
  useNewTenant(held);
}

/** Asks for everything again when another window or a command made another connection the current one. */
function useNewTenant(held: boolean): void {
  const state = useConnections();
  const shown = useRef<string | null | undefined>(undefined);
  useEffect(() => {
    if (state === undefined || held) return;
    const before = shown.current;
    shown.current = state.current;
    if (before !== undefined && before !== state.current) void queryClient.invalidateQueries();
  }, [state, held]);
}

/** Whether a query is the one of a user's passkeys that asks Microsoft Entra ID. */
function asksEntra(queryKey: readonly unknown[]): boolean {
  const { input } = (queryKey[1] ?? {}) as { input?: { refresh?: boolean } };
  return input?.refresh === true;
}
