/**
 * A package that this Keydesk has fetched. `key_hash` proves that a package is this one. SECURITY: `sealed` is the key of its content, sealed
 * by the shell; null if it cannot seal. The row is deleted at `expires_at`; the challenges of the package end at `ends_at`. Both are in ms since the epoch.
 * `batch_id` and `ends_at` are null for a package of an earlier version.
 */
interface DeferredPackageTable {
  id: string;
  key_hash: string;
  sealed: Uint8Array | null;
  expires_at: number;
  batch_id: string | null;
  ends_at: number | null;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    deferred_package: DeferredPackageTable;
  }
}
