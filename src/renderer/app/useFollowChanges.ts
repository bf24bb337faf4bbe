import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ChangeCounts } from '../../contract/changes/schema.ts';
import { api, queryClient } from '../client/client.ts';
import { useChangeCounts, useConnections } from '../client/hooks.ts';
import { isDialogOpen, onDialogs } from '../ui/dialog/openDialogs.ts';
import { asksEntra, changedParts } from './changedParts.ts';

/**
 * The queries to repeat after a change. Only queries that the core answers from its own files: a query that asks Entra or a key is
 * expensive, and a query that writes its result would change the record and so repeat itself.
 */
const shows: Record<keyof ChangeCounts, readonly (readonly unknown[])[]> = {
  record: [
    api.assignments.list.key(),
    api.inventory.list.key(),
    api.inventory.get.key(),
    api.activity.list.key(),
    api.batches.list.key(),
    api.batches.rows.key(),
    api.workflows.key(),
    api.webhooks.key(),
    api.enrollment.unfinished.key(),
    api.directory.users.key(),
    api.passkeys.review.key(),
  ],
  // The rows of All Users depend on the version in the state, which changes less often than an import commits.
  directory: [
    api.directory.state.key(),
    api.directory.user.key(),
    api.directory.groups.key(),
    api.directory.groupsOf.key(),
  ],
  settings: [api.settings.key(), api.system.info.key()],
  // The list of connections follows sign-ins on its own.
  secrets: [],
};

/**
 * Reloads the lists on the screen after another window, a command or the core has changed their data. While a dialog is
 * open they do not reload, because the row that opened it could disappear.
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
    for (const part of changedParts(counts, before)) {
      for (const queryKey of shows[part]) {
        void queryClient.invalidateQueries({ queryKey, predicate: ({ queryKey }) => !asksEntra(queryKey) });
      }
    }
  }, [counts, held]);
  useNewTenant(held);
}

/** Reloads everything when another window or a command has changed the current connection. */
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
