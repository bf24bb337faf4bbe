import type { Generated } from 'kysely';

/** One key that was ever plugged in, see inventory/identity.ts. `identity` is what it is recognized by. */
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
  /** 1 once it has shown its passkeys without PIN and touch. */
  shows_passkeys: number;
  first_seen_at: string;
  last_seen_at: string;
  /** Written by triggers (app/record/migrations/0034-list-counts.ts). */
  standing: Generated<string>;
}

/** How many keys have a standing. */
interface SecurityKeyCountTable {
  standing: string;
  count: number;
}

/** A serial number that several devices were seen to tell, as `identity` of security_key would have it. */
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
