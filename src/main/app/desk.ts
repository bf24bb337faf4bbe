import type { Activation } from '../features/activation/activation.ts';
import type { Assignments } from '../features/assignments/assignments.ts';
import type { Directory } from '../features/directory/directory.ts';
import type { ImportedDirectory } from '../features/directory/imported.ts';
import type { PasskeyLists } from '../features/directory/passkeyLists.ts';
import type { Enrollments } from '../features/enrollment/enrollments.ts';
import type { Inventory } from '../features/inventory/inventory.ts';
import type { KeyManagement } from '../features/keyManagement/management.ts';
import type { Policies } from '../features/policy/policies.ts';
import type { Webhooks } from '../features/webhooks/webhooks.ts';
import type { Workflows } from '../features/workflows/workflows.ts';
import type { Activity } from '../services/activity/activity.ts';
import type { Metadata } from '../services/metadata/metadata.ts';
import type { BoundTenant } from '../services/tenant/boundTenant.ts';

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
