import type { ICachePlugin } from '@azure/msal-node';
import type { Vault } from './vault.ts';

/** MSAL's cache of one connection in the vault. Read before every use: another Keydesk on this data folder may have changed it. */
export function vaultCache(vault: Vault, name: string): ICachePlugin {
  return {
    beforeCacheAccess: async ({ tokenCache }) => tokenCache.deserialize((await vault.read(name)) ?? '{}'),
    afterCacheAccess: async ({ tokenCache, cacheHasChanged }) => {
      if (cacheHasChanged) await vault.write(name, tokenCache.serialize());
    },
  };
}
