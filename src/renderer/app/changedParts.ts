import type { ChangeCounts } from '../../contract/changes/schema.ts';

/** Returns the parts of the data folder that changed since the previous counts. */
export function changedParts(counts: ChangeCounts, before: ChangeCounts): (keyof ChangeCounts)[] {
  return (Object.keys(counts) as (keyof ChangeCounts)[]).filter(part => counts[part] !== before[part]);
}

/** Returns whether a query is the one for a user's passkeys that asks Microsoft Entra ID. */
export function asksEntra(queryKey: readonly unknown[]): boolean {
  const { input } = (queryKey[1] ?? {}) as { input?: { refresh?: boolean } };
  return input?.refresh === true;
}
