import type { Generated } from 'kysely';

/** One event, see events/events.ts. `data` is flat JSON. Nothing but `tenant` ever changes, when a tenant's id is learned. */
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
