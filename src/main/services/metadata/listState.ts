import type { MetadataState } from '../../../contract/metadata/schema.ts';
import type { CachedList } from './cache.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Returns whether a list is past the date of its next update. */
export function isOld({ nextUpdate }: CachedList, now: Date): boolean {
  return Date.parse(nextUpdate) + DAY < now.getTime();
}

/** Returns the state of a list for people, with the other loaded lists. */
export function stateOf(list: CachedList, others: readonly CachedList[], now: Date): MetadataState {
  return { ...headOf(list, now), others: others.map(other => headOf(other, now)) };
}

function headOf(list: CachedList, now: Date): Omit<MetadataState, 'others'> {
  const { no, nextUpdate, source, loadedAt, models, rootName } = list;
  return {
    no,
    nextUpdate,
    source,
    root: rootName,
    loadedAt,
    models: Object.keys(models).length,
    ageDays: Math.floor((now.getTime() - Date.parse(loadedAt)) / DAY),
    old: isOld(list, now),
  };
}
