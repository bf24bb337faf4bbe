import type { ICachePlugin } from '@azure/msal-node';
import type { Vault } from './vault.ts';

/** MSAL's cache of one connection in the vault. Read before every use: another Keydesk on this data folder may have changed it. */
export interface VaultCache extends ICachePlugin {
  /**
   * Whether another process changed the cache since it was last read or written here. MSAL adds what it reads to what it knows, so
   * an MSAL client that goes on after a sign-out elsewhere would stay signed in, and write the account back.
   */
  changedElsewhere(): Promise<boolean>;
}

/** Opens the cache of that name. */
export function vaultCache(vault: Vault, name: string): VaultCache {
  let last: string | undefined;
  const read = async () => {
    last = await vault.read(name);
    return last;
  };
  return {
    beforeCacheAccess: async ({ tokenCache }) => tokenCache.deserialize((await read()) ?? '{}'),
    afterCacheAccess: async ({ tokenCache, cacheHasChanged }) => {
      if (!cacheHasChanged) return;
      last = tokenCache.serialize();
      await vault.write(name, last);
    },
    changedElsewhere: async () => {
      const before = last;
      return before !== undefined && (await read()) !== before;
    },
  };
}
