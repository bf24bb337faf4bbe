import type { Activation } from './activation/activation.ts';
import type { Activity } from './activity/activity.ts';
import type { Assignments } from './assignments/assignments.ts';
import type { BoundTenant } from './boundTenant.ts';
import type { Directory } from './directory/directory.ts';
import type { ImportedDirectory } from './directory/imported.ts';
import type { PasskeyLists } from './directory/passkeyLists.ts';
import type { Enrollments } from './enrollment/enrollments.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { KeyManagement } from './keys/management/management.ts';
import type { Metadata } from './metadata/metadata.ts';
import type { Policies } from './policy/policies.ts';
import type { Webhooks } from './webhooks/webhooks.ts';
import type { Workflows } from './workflows/workflows.ts';

/** All that one operation may need, bound to its tenant: none of it asks which tenant is connected (decision 43). */
export interface Desk {
  readonly tenant: BoundTenant;
  readonly activity: Activity;
  readonly directory: Directory;
  readonly imported: ImportedDirectory;
  readonly passkeyLists: PasskeyLists;
  readonly assignments: Assignments;
  readonly inventory: Inventory;
  readonly policies: Policies;
  readonly metadata: Metadata;
  readonly enrollments: Enrollments;
  readonly keyManagement: KeyManagement;
  readonly webhooks: Webhooks;
  readonly workflows: Workflows;
  readonly activation: Activation;
}
