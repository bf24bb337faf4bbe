import type { Generated } from 'kysely';

/**
 * The tables of keydesk.db, by their names. Each owner of tables adds its own in its `tables.ts`, so that this file does not need to know
 * who there is (docs/decisions/0063-one-owner-a-table.md).
 */
export interface Schema {
  desk_time: DeskTimeTable;
  document: DocumentTable;
  tenant_name: TenantNameTable;
}

/** An answer of Graph's that is kept for a while, of one connection. */
interface DocumentTable {
  connection: string;
  name: string;
  json: string;
  fetched_at: string;
}

/** The latest time that any Keydesk on this data folder has seen, in milliseconds since the epoch. One row. */
interface DeskTimeTable {
  id: number;
  at: number;
}

interface TenantNameTable {
  /** What a person entered, or that with the id of the connection (store/tenantNames.ts). */
  name: string;
  /** The tenant's id, in small letters; the name itself where a connection has it to itself, and the id is not known yet. */
  id: string;
  /** The id of the connection that learned it; empty where that is not known. */
  connection: Generated<string>;
  learned_at: string;
}
