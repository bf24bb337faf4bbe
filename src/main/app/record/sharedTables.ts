import type { StationRights } from '../../base/record/roles.ts';
import type { RecordTableNames } from '../../base/record/tables.ts';

/**
 * The tables that all desks of a record share. All other tables of keydesk.db belong to one desk: its journal of enrollments, its caches of Graph, its search
 * index, its clock. A new table is in one of the two lists of `test/main/app/record/sharedTables.test.ts`.
 */
export const sharedTables: RecordTableNames = {
  shared: [
    'security_key',
    'security_key_count',
    'shared_serial',
    'profile',
    'assignment',
    'assignment_count',
    'batch',
    'batch_row',
    'batch_pin',
    'event',
    'workflow',
    'workflow_version',
    'workflow_run',
    'workflow_pass',
    'workflow_count',
    'engine_place',
    'leader',
    'announced_user',
    'webhook',
    'webhook_secret',
    'webhook_delivery',
    'webhook_count',
    'activation',
    'activation_code',
    'activation_assignment',
    'activation_try',
    'tenant_name',
    'desk_key',
    'desk_statement',
    'activity',
  ],
  logs: ['activity'],
};

/**
 * Shared tables whose rows follow from those of others: counts, how far the engine has come, and what it did with events. If a record lost such rows
 * and other desks have written since, a desk does not bring them back: the events come back, and are handled again.
 */
export const derivedTables = [
  'security_key_count',
  'assignment_count',
  'workflow_count',
  'webhook_count',
  'engine_place',
  'leader',
  'workflow_run',
  'workflow_pass',
  'webhook_delivery',
  'activation_try',
] as const;

const WRITTEN_AT_STATIONS = [
  'security_key',
  'security_key_count',
  'shared_serial',
  'assignment',
  'assignment_count',
  'event',
  'workflow_run',
  'workflow_count',
  'engine_place',
  'announced_user',
  'activation',
  'activation_code',
  'activation_assignment',
  'activation_try',
] as const;

/** What an activation needs of the record. SECURITY: a station has no right to webhooks, batches, PINs and the activity log of others. */
export const stationRights: StationRights = {
  reads: [...WRITTEN_AT_STATIONS, 'profile', 'workflow', 'workflow_version', 'workflow_pass', 'tenant_name'],
  writes: WRITTEN_AT_STATIONS,
};
