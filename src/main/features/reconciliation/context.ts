import type { Keys } from '../../services/keys/keys.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Directory } from '../directory/directory.ts';
import type { ImportedDirectory } from '../directory/imported.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { KeyManagement } from '../keyManagement/management.ts';
import type { ReviewParts } from '../passkeys/review.ts';

/** What the comparison of one tenant needs. */
export interface ReconciliationContext extends ReviewParts {
  readonly keys: Pick<Keys, 'use'>;
  readonly keyManagement: Pick<KeyManagement, 'credentials'>;
  readonly imported: Pick<ImportedDirectory, 'user' | 'allUsers'>;
  readonly directory: Pick<Directory, 'passkeys' | 'get'>;
  readonly assignments: Pick<Assignments, 'list'>;
  readonly inventory: Pick<Inventory, 'find' | 'idOf'>;
}
