import type { ICachePlugin } from '@azure/msal-node';

/** The place where the cache of one session is stored. */
export interface CachePlace {
  /** @throws KeydeskError if it cannot be read */
  read(): Promise<string | undefined>;
  /** @throws KeydeskError sign-in-ended if the sign-in belongs to another session now */
  replace(text: string): Promise<void>;
}

/**
 * MSAL's cache of one connection in the vault. It is read before every use, because another Keydesk with this data
 * folder may have changed it.
 */
export interface VaultCache extends ICachePlugin {
  /**
   * Returns whether another process changed the cache since this one last read or wrote it. MSAL merges what it reads
   * with what it has in memory. So after a sign-out in another process, an MSAL client would stay signed in and write
   * the account back.
   */
  changedElsewhere(): Promise<boolean>;
}

export function vaultCache(place: CachePlace): VaultCache {
  let last: string | undefined;
  /** Whether the last read succeeded. */
  let whole = false;
  const read = async () => {
    whole = false;
    last = await place.read();
    whole = true;
    return last;
  };
  return {
    beforeCacheAccess: async ({ tokenCache }) => tokenCache.deserialize((await read()) ?? '{}'),
    afterCacheAccess: async ({ tokenCache, cacheHasChanged }) => {
      // MSAL also calls this after a failed read. Its memory may then have less than the file, so the file is not
      // overwritten.
      if (!cacheHasChanged || !whole) return;
      const text = tokenCache.serialize();
      await place.replace(text);
      last = text;
    },
    changedElsewhere: async () => {
      const before = last;
      return before !== undefined && (await read()) !== before;
    },
  };
}
