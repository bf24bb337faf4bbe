/**
 * A package that this Keydesk has fetched. `key_hash` proves that a package is this one. SECURITY: `sealed` is the key of its content, sealed
 * by the shell; null if it cannot seal. The row is deleted at `expires_at`, in ms since the epoch.
 */
interface DeferredPackageTable {
  id: string;
  key_hash: string;
  sealed: Uint8Array | null;
  expires_at: number;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    deferred_package: DeferredPackageTable;
  }
}
