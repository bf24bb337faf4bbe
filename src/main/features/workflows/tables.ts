import type { Generated } from 'kysely';

/** A workflow. An older one has a smaller `n`. Its version defines what it does. */
interface WorkflowTable {
  n: Generated<number>;
  id: string;
  tenant: string;
  version: number;
  enabled: number;
  /** The workflow handles events after this `seq`, and ignores events from before it was created or enabled. */
  since: number;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

/** One version of a workflow. It is never changed. */
interface WorkflowVersionTable {
  workflow_id: string;
  version: number;
  name: string;
  group_id: string | null;
  group_name: string | null;
  trigger: string;
  existing: string;
  /** The kinds of passkey that count, separated by spaces. */
  counted: Generated<string>;
  created_at: string;
}

/** What a workflow did for a user. `occasion` is the id of the event, or of the pass of all users (`workflow_pass`). */
interface WorkflowRunTable {
  n: Generated<number>;
  workflow_n: number;
  version: number;
  occasion: string;
  user_id: string;
  user_principal_name: string;
  display_name: string;
  state: string;
  reason: string | null;
  older_n: number | null;
  assignment_id: string | null;
  failure: string | null;
  attempts: Generated<number>;
  /** The time of the next try, in ms since the epoch; null if there is none. */
  next_at: number | null;
  at: string;
  updated_at: string;
}

/** **Run now**: a workflow handles all users. `place` is the number of the last handled user in the directory. */
interface WorkflowPassTable {
  id: string;
  workflow_n: number;
  version: number;
  place: Generated<number>;
  /** The last import of the directory at that time. A directory without it numbers users differently. */
  import: Generated<string | null>;
  started_at: string;
  finished_at: string | null;
}

/** The `seq` up to which the engine has handled all events of a queue. */
interface EnginePlaceTable {
  name: string;
  seq: number;
}

/** The number of a workflow's runs in each state. */
interface WorkflowCountTable {
  workflow_n: number;
  state: string;
  count: number;
}

/** Which imported users were announced by an event, how often, and whether they are announced again when they come back. */
interface AnnouncedUserTable {
  tenant: string;
  user_id: string;
  times: number;
  again: number;
}

/** How far the engine has read the users of a tenant, in the directory that has this import. */
interface AnnouncedPlaceTable {
  tenant: string;
  import: string;
  user_n: number;
  return_n: number;
}

declare module '../../base/store/schema.ts' {
  interface Schema {
    announced_place: AnnouncedPlaceTable;
    announced_user: AnnouncedUserTable;
    engine_place: EnginePlaceTable;
    workflow: WorkflowTable;
    workflow_count: WorkflowCountTable;
    workflow_pass: WorkflowPassTable;
    workflow_run: WorkflowRunTable;
    workflow_version: WorkflowVersionTable;
  }
}
