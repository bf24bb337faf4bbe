import type { Generated } from 'kysely';

/** An event (events.ts). `data` is flat JSON. Only `tenant` may change: when the id of the tenant is learned. */
export interface EventTable {
  seq: Generated<number>;
  id: string;
  type: string;
  at: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  data: string;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    event: EventTable;
  }
}
