import type { Generated } from 'kysely';

/** An entry of the activity log (chain.ts). `cause` is a Failure, `request_ids` a list, `facts` an object, as JSON. */
export interface ActivityTable {
  /** From 1, without gaps, over all desks of a record. */
  seq: number;
  /** The id of the desk whose chain has this entry; empty if no other desk shared the record. */
  desk: Generated<string>;
  at: string;
  kind: string;
  result: string;
  actor_kind: string;
  actor: string;
  tenant: string | null;
  user_id: string | null;
  user_principal_name: string | null;
  key_id: string | null;
  key_aaguid: string | null;
  key_serial: string | null;
  cause: string | null;
  correlation_id: string;
  request_ids: string;
  facts: string;
  previous_hash: string;
  hash: string;
}

interface ActivityIndexedTable {
  /** The number of the last entry in the text index. */
  upto: number;
}

/** An entry that waits for the shared record, as JSON of an append.ts row. */
interface ActivityWaitingTable {
  n: Generated<number>;
  entry: string;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    activity: ActivityTable;
    activity_indexed: ActivityIndexedTable;
    activity_waiting: ActivityWaitingTable;
  }
}
