import type { Generated } from 'kysely';

/**
 * The tables of keydesk.db. Each owner adds its own in its `tables.ts`, so that this file does not depend on the owners
 * (docs/decisions/0063-one-owner-a-table.md).
 */
export interface Schema {
  desk_time: DeskTimeTable;
  document: DocumentTable;
  tenant_name: TenantNameTable;
}

/** An answer of Graph, cached for one connection. */
interface DocumentTable {
  tenant: string;
  name: string;
  json: string;
  fetched_at: string;
}

/** The latest time that any Keydesk on this data folder has seen, in milliseconds since the epoch. One row. */
interface DeskTimeTable {
  id: number;
  at: number;
}

/** A name that a tenant had before its id was known (tenantNames.ts). */
interface TenantNameTable {
  /** What a person entered, or the same followed by the id of the connection. */
  name: string;
  /** The tenant's id in lower case. The name itself if it belongs to one connection and the id is not known yet. */
  id: string;
  /** The id of the connection that learned it; empty if unknown. */
  connection: Generated<string>;
  learned_at: string;
}
