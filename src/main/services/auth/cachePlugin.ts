import type { ICachePlugin } from '@azure/msal-node';

/** Where one session's cache is kept. */
export interface CachePlace {
  /** @throws KeydeskError where it cannot be read */
  read(): Promise<string | undefined>;
  /** @throws KeydeskError sign-in-ended where the sign-in is not the session's any more */
  replace(text: string): Promise<void>;
}

/** MSAL's cache of one connection in the vault. Read before every use: another Keydesk on this data folder may have changed it. */
export interface VaultCache extends ICachePlugin {
  /**
   * Whether another process changed the cache since it was last read or written here. MSAL adds what it reads to what it knows, so
   * an MSAL client that goes on after a sign-out elsewhere would stay signed in, and write the account back.
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
      // MSAL calls this after a failed read too. What it has in memory then may be less than the file, which stays as it is.
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
