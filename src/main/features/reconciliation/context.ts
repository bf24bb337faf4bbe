import type { GraphClient } from '../../services/graph/client.ts';
import type { Keys } from '../../services/keys/keys.ts';
import type { Assignments } from '../assignments/assignments.ts';
import type { Directory } from '../directory/directory.ts';
import type { ImportedDirectory } from '../directory/imported.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { KeyManagement } from '../keyManagement/management.ts';
import type { ReviewParts } from '../passkeys/review.ts';

/** What the comparison of one tenant needs. */
export interface ReconciliationContext extends ReviewParts {
  /** The time of shared rows, in ms since the epoch. */
  readonly now: () => number;
  /** The id of the tenant; null without a connection. */
  readonly tenant: string | null;
  readonly keys: Pick<Keys, 'use'>;
  readonly keyManagement: Pick<KeyManagement, 'credentials' | 'deleteCredential'>;
  readonly imported: Pick<ImportedDirectory, 'user' | 'allUsers'>;
  readonly directory: Pick<Directory, 'passkeys' | 'get' | 'deletePasskey'>;
  readonly assignments: Pick<
    Assignments,
    | 'list'
    | 'byIds'
    | 'ofCredentials'
    | 'adopt'
    | 'revoke'
    | 'closeGone'
    | 'deleteErased'
    | 'finishDeletions'
    | 'passkeyGone'
    | 'passkeyNotFound'
  >;
  readonly inventory: Pick<Inventory, 'find' | 'get' | 'idOf' | 'namesakeOf' | 'reportLost' | 'takeBack'>;
  /** Returns the audit log. @throws KeydeskError not-connected */
  readonly audits: () => GraphClient['audits'];
}
