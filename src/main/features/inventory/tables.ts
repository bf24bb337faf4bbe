import type { Generated } from 'kysely';

/** A key that was plugged in at least once. Keydesk recognizes it by its `identity` (identity.ts). */
export interface SecurityKeyTable {
  id: string;
  identity: string;
  identified_by: string;
  product: string | null;
  manufacturer: string | null;
  serial: string | null;
  vendor_id: number | null;
  product_id: number | null;
  aaguid: string | null;
  firmware_version: number | null;
  mark: string | null;
  marked_at: string | null;
  /** 1 after the key has shown its passkeys without PIN and touch. */
  shows_passkeys: number;
  first_seen_at: string;
  last_seen_at: string;
  /** Written by triggers (app/record/migrations/0034-list-counts.ts). */
  standing: Generated<string>;
}

/** The number of keys with each standing. */
interface SecurityKeyCountTable {
  standing: string;
  count: number;
}

/** A serial number that several devices have reported, in the form of `security_key.identity`. */
interface SharedSerialTable {
  identity: string;
  learned_at: string;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    security_key: SecurityKeyTable;
    security_key_count: SecurityKeyCountTable;
    shared_serial: SharedSerialTable;
  }
}
