import type { Migration } from '../../base/store/migrate.ts';
import { migration as documents } from '../../base/store/migrations/0004-documents.ts';
import { migration as activations } from '../../features/activation/migrations/0010-activations.ts';
import { migration as activationLimits } from '../../features/activation/migrations/0016-activation-limits.ts';
import { migration as activationAssignments } from '../../features/activation/migrations/0017-activation-assignments.ts';
import { migration as securityKeysAndAssignments } from '../../features/assignments/migrations/0006-security-keys-and-assignments.ts';
import { migration as assignmentLookupIndexes } from '../../features/assignments/migrations/0011-assignment-lookup-indexes.ts';
import { migration as deriveAssignments } from '../../features/assignments/migrations/0022-derive-assignments.ts';
import { migration as otherPasskeys } from '../../features/assignments/migrations/0023-other-passkeys.ts';
import { migration as listOrderIndexes } from '../../features/assignments/migrations/0026-list-order-indexes.ts';
import { migration as roundIndexes } from '../../features/assignments/migrations/0031-round-indexes.ts';
import { migration as owedAssignments } from '../../features/assignments/migrations/0032-owed-assignments.ts';
import { migration as accountsOfUsers } from '../../features/assignments/migrations/0039-accounts-of-users.ts';
import { migration as batches } from '../../features/batches/migrations/0037-batches.ts';
import { migration as leftPins } from '../../features/batches/migrations/0044-left-pins.ts';
import { migration as deferredPackages } from '../../features/deferred/migrations/0038-deferred-packages.ts';
import { migration as batchesOfPackages } from '../../features/deferred/migrations/0049-batches-of-packages.ts';
import { migration as passkeyLists } from '../../features/directory/migrations/0007-passkey-lists.ts';
import { migration as journal } from '../../features/enrollment/migrations/0001-journal.ts';
import { migration as dropJournalChallenge } from '../../features/enrollment/migrations/0002-drop-journal-challenge.ts';
import { migration as submissionsAndKeyHabits } from '../../features/enrollment/migrations/0013-submissions-and-key-habits.ts';
import { migration as unseenPins } from '../../features/enrollment/migrations/0020-unseen-pins.ts';
import { migration as sharedSerials } from '../../features/inventory/migrations/0014-shared-serials.ts';
import { migration as recognitionIndexes } from '../../features/inventory/migrations/0024-recognition-indexes.ts';
import { migration as profiles } from '../../features/profiles/migrations/0036-profiles.ts';
import { migration as webhooks } from '../../features/webhooks/migrations/0008-webhooks.ts';
import { migration as pruningIndexes } from '../../features/webhooks/migrations/0012-pruning-indexes.ts';
import { migration as webhookTenants } from '../../features/webhooks/migrations/0025-webhook-tenants.ts';
import { migration as workflows } from '../../features/workflows/migrations/0009-workflows.ts';
import { migration as countedPasskeyKinds } from '../../features/workflows/migrations/0015-counted-passkey-kinds.ts';
import { migration as announcedUsers } from '../../features/workflows/migrations/0021-announced-users.ts';
import { migration as runCounts } from '../../features/workflows/migrations/0027-run-counts.ts';
import { migration as activityLog } from '../../services/activity/migrations/0003-activity-log.ts';
import { migration as activitySearch } from '../../services/activity/migrations/0019-activity-search.ts';
import { migration as signInGenerations } from '../../services/auth/migrations/0018-sign-in-generations.ts';
import { migration as deskKeys } from '../../services/deskKeys/migrations/0048-desk-keys.ts';
import { migration as events } from '../../services/events/migrations/0005-events.ts';
import { migration as promptEvents } from '../../services/events/migrations/0029-prompt-events.ts';
import { migration as pollIndexes } from './migrations/0028-poll-indexes.ts';
import { migration as ageIndexes } from './migrations/0030-age-indexes.ts';
import { migration as tenantNames } from './migrations/0033-tenant-names.ts';
import { migration as listCounts } from './migrations/0034-list-counts.ts';
import { migration as tenantColumns } from './migrations/0035-tenant-columns.ts';
import { migration as overviewIndexes } from './migrations/0040-overview-indexes.ts';
import { migration as sharedRecord } from './migrations/0041-shared-record.ts';
import { migration as mergedRows } from './migrations/0042-merged-rows.ts';
import { migration as recordSignIn } from './migrations/0043-record-sign-in.ts';
import { migration as revisionsSeen } from './migrations/0045-revisions-seen.ts';
import { migration as versionOfTheMirror } from './migrations/0046-version-of-the-mirror.ts';
import { migration as leaders } from './migrations/0047-leaders.ts';

/**
 * All migrations of keydesk.db in order. Each one raises the version of the database by one, and never changes after
 * its release. A migration belongs to the owner of its main table. A migration without a main table is in the folder
 * next to this file.
 */
export const migrations: readonly Migration[] = [
  journal,
  dropJournalChallenge,
  activityLog,
  documents,
  events,
  securityKeysAndAssignments,
  passkeyLists,
  webhooks,
  workflows,
  activations,
  assignmentLookupIndexes,
  pruningIndexes,
  submissionsAndKeyHabits,
  sharedSerials,
  countedPasskeyKinds,
  activationLimits,
  activationAssignments,
  signInGenerations,
  activitySearch,
  unseenPins,
  announcedUsers,
  deriveAssignments,
  otherPasskeys,
  recognitionIndexes,
  webhookTenants,
  listOrderIndexes,
  runCounts,
  pollIndexes,
  promptEvents,
  ageIndexes,
  roundIndexes,
  owedAssignments,
  tenantNames,
  listCounts,
  tenantColumns,
  profiles,
  batches,
  deferredPackages,
  accountsOfUsers,
  overviewIndexes,
  sharedRecord,
  mergedRows,
  recordSignIn,
  leftPins,
  revisionsSeen,
  versionOfTheMirror,
  leaders,
  deskKeys,
  batchesOfPackages,
];
