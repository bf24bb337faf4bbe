import { activationContract } from './activation/procedures.ts';
import { activityContract } from './activity/procedures.ts';
import { assignmentsContract } from './assignments/procedures.ts';
import { backupContract } from './backup/procedures.ts';
import { batchesContract } from './batches/procedures.ts';
import { changesContract } from './changes/procedures.ts';
import { connectionsContract } from './connections/procedures.ts';
import { deferredContract } from './deferred/procedures.ts';
import { directoryContract } from './directory/procedures.ts';
import { enrollmentContract } from './enrollment/procedures.ts';
import { handoverContract } from './handover/procedures.ts';
import { inventoryContract } from './inventory/procedures.ts';
import { keysContract } from './keys/procedures.ts';
import { metadataContract } from './metadata/procedures.ts';
import { overviewContract } from './overview/procedures.ts';
import { passkeysContract } from './passkeys/procedures.ts';
import { policyContract } from './policy/procedures.ts';
import { practiceContract } from './practice/procedures.ts';
import { profilesContract } from './profiles/procedures.ts';
import { reconciliationContract } from './reconciliation/procedures.ts';
import { recordContract } from './record/procedures.ts';
import { settingsContract } from './settings/procedures.ts';
import { systemContract } from './system/procedures.ts';
import { usersContract } from './users/procedures.ts';
import { webhooksContract } from './webhooks/procedures.ts';
import { workflowsContract } from './workflows/procedures.ts';

/**
 * The contract between window and core. The preload script, the handlers, the loopback server and the window's client
 * all derive from this value. A stream ends if the caller aborts it. An aborted `enrollment.start` is canceled.
 */
export const contract = {
  system: systemContract,
  settings: settingsContract,
  changes: changesContract,
  connections: connectionsContract,
  keys: keysContract,
  metadata: metadataContract,
  policy: policyContract,
  users: usersContract,
  directory: directoryContract,
  passkeys: passkeysContract,
  profiles: profilesContract,
  enrollment: enrollmentContract,
  assignments: assignmentsContract,
  batches: batchesContract,
  deferred: deferredContract,
  handover: handoverContract,
  inventory: inventoryContract,
  reconciliation: reconciliationContract,
  overview: overviewContract,
  activity: activityContract,
  backup: backupContract,
  workflows: workflowsContract,
  webhooks: webhooksContract,
  activation: activationContract,
  practice: practiceContract,
  record: recordContract,
};
export type Contract = typeof contract;
