import type { MergeRule } from '../../base/record/merge/rule.ts';
import { activationMerges } from '../../features/activation/merges.ts';
import { assignmentMerges } from '../../features/assignments/merges.ts';
import { batchMerges } from '../../features/batches/merges.ts';
import { inventoryMerges } from '../../features/inventory/merges.ts';
import { profileMerges } from '../../features/profiles/merges.ts';
import { webhookDeliveryMerges, webhookMerges } from '../../features/webhooks/merges.ts';
import { workflowMerges, workflowRunMerges } from '../../features/workflows/merges.ts';
import { eventMerges } from '../../services/events/merges.ts';

/**
 * The tables of a desk that are merged into a record that it joins. A table comes after those that it refers to, and webhooks come before events, so that they get the
 * new ones. Not merged: the activity log, which waits by itself; counts, which triggers keep; the engine's places and tries of codes, which belong to the record.
 */
export const merges: readonly MergeRule[] = [
  { table: 'tenant_name' },
  ...inventoryMerges,
  ...profileMerges,
  ...workflowMerges,
  ...assignmentMerges,
  ...webhookMerges,
  ...eventMerges,
  ...workflowRunMerges,
  ...webhookDeliveryMerges,
  ...activationMerges,
  ...batchMerges,
];
