import type {
  Assignment,
  AssignmentChoice,
  AssignmentFilter,
  AssignmentPage,
  AssignmentQuery,
  AssignmentReason,
  AssignRequest,
  BulkPart,
  BulkRequest,
  BulkRow,
} from '../../../contract/assignments/schema.ts';
import type { Deletions } from '../../../contract/inventory/schema.ts';
import type { Passkey, User } from '../../../contract/users/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';
import type { Documents } from '../../base/store/documents.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Snapshot } from '../../base/store/snapshot.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { ImportedDirectory } from '../directory/imported.ts';
import type { DeleteMethod } from './deletions.ts';
import type { Fulfillment, FulfillmentRequest } from './fulfill.ts';
import type { GoneParts } from './gone.ts';
import type { OnActivated } from './ledger.ts';
import type { FoundAssignments, MembersAmong } from './query.ts';
import type { RecordForFulfillment } from './reserve.ts';

/** The assignments of one tenant. */
export interface Assignments {
  list(query: AssignmentQuery): Promise<AssignmentPage>;
  /** Opens the filtered list as it is now, to be read in parts. The caller closes it. */
  snapshot(filter: AssignmentFilter): Promise<FoundAssignments & Pick<Snapshot, 'close'>>;
  /** Assigns a passkey to a user. @throws KeydeskError user-…, assignment-exists, invalid-input */
  assign(request: AssignRequest): Promise<Assignment>;
  /** Cancels a pending or failed assignment. @throws KeydeskError assignment-not-found, assignment-changed */
  cancel(id: string): Promise<Assignment>;
  /** Makes a failed assignment pending again. @throws KeydeskError assignment-not-found, assignment-changed */
  retry(id: string): Promise<Assignment>;
  /**
   * Does the same with many assignments, in parts. Each row has its own outcome.
   * @throws KeydeskError not-connected
   */
  bulk(request: BulkRequest, signal: AbortSignal | undefined): AsyncGenerator<BulkPart>;
  /** Returns the assignments of a choice at this moment. The user of an unknown id is null. */
  chosen(which: AssignmentChoice): Promise<{ id: string; user: BulkRow['user'] }[]>;
  /** Deletes the passkey of an active assignment in Entra and revokes the assignment. @throws KeydeskError assignment-…, graph-… */
  revoke(id: string): Promise<Assignment>;
  /** Revokes the assignment of a passkey that was deleted in Entra. */
  passkeyGone(methodId: string): Promise<void>;
  /** Revokes the assignment of a passkey that Entra does not find, if it is proven that Entra does not have it (gone.ts). */
  passkeyNotFound(methodId: string): Promise<void>;
  /**
   * Records that another passkey has taken the place of this one, whose deletion in Entra becomes due (replaced.ts).
   * @param listed the passkey as Entra lists it; undefined if Entra does not list it, null if nobody could ask
   * @returns the assignments whose deletion is due; undefined if only Entra's list could tell what the passkey is
   */
  replace(
    user: Assignment['user'],
    methodId: string,
    listed: Passkey | undefined | null,
  ): Promise<string[] | undefined>;
  /**
   * Revokes all active assignments on a key of the inventory, in every tenant. Their deletions in Entra become due, each in the tenant of
   * its row.
   * @param also writes in the same transaction; gets the number of revoked assignments
   */
  revokeKey(
    securityKeyId: string,
    reason: Extract<AssignmentReason, 'key-lost' | 'key-retired' | 'key-returned'>,
    also: (transaction: Transaction, revoked: number) => Promise<void>,
  ): Promise<Assignment[]>;
  /**
   * Revokes the active assignments of every tenant whose passkey was erased from its key: all assignments on a key of the inventory, or the
   * one with this credential. For a key, `also` writes in the same transaction. Deletes nothing in Entra.
   */
  erased(what: ErasedPasskeys): Promise<Assignment[]>;
  /**
   * Deletes in Entra the passkey of an assignment whose credential was erased from its key.
   * @throws KeydeskError assignment-not-found, assignment-changed
   */
  deleteErased(id: string): Promise<Assignment>;
  /**
   * Lets the assignments follow the imported directory: names, and marks of users who have left, are disabled or are back. Call when an
   * import is complete.
   */
  followAccounts(): Promise<void>;
  /** Returns the assignments with these credentials, of every tenant and in every state. @param credentialIds base64url */
  ofCredentials(credentialIds: readonly string[]): Promise<Assignment[]>;
  /** Records a passkey that was made elsewhere. @throws KeydeskError difference-gone if the record has it */
  adopt(user: User, passkey: Passkey): Promise<Assignment>;
  /**
   * Ends an active assignment whose passkey Entra does not have any more. A missing passkey proves nothing for an hour.
   * @throws KeydeskError assignment-…, difference-gone, mend-unproven, graph-…
   */
  closeGone(id: string, evenIfUnproven: boolean): Promise<Assignment>;
  byIds(ids: readonly string[]): Promise<Assignment[]>;
  /** Resolves when all earlier changes are written, for example the end of an enrollment that the window has just shown. */
  written(): Promise<void>;
  /** Runs the due deletions in Entra, of these assignments or of all. Never rejects because of Entra's answer. */
  finishDeletions(only?: readonly string[]): Promise<Deletions>;
  /** Returns the observer of one enrollment, which fulfills the assignment with this id, or the waiting assignment of its user. */
  observe(request: FulfillmentRequest): Fulfillment;
  /** Settles what ended processes left, expires old pending assignments and runs the due deletions. Call after the journal's recovery. */
  settle(): Promise<void>;
}

/** The assignments of a data folder, of all tenants. */
export interface AssignmentRecord {
  /** Returns the assignments of one tenant. */
  of(scope: AssignmentScope): Assignments;
  /** Stops the rounds and waits for work that has begun. */
  close(): Promise<void>;
}

export type ErasedPasskeys =
  | { readonly securityKeyId: string; also(transaction: Transaction): Promise<void> }
  | { readonly credentialId: string };

/** One tenant, and what the operations on its assignments need. */
export interface AssignmentScope {
  readonly tenant: Pick<BoundTenant, 'id'>;
  readonly activity: Pick<Activity, 'recordIn' | 'note'>;
  readonly directory: Pick<Directory, 'get' | 'deletePasskey'>;
  readonly documents: Pick<Documents, 'keep' | 'peek' | 'forget'>;
  readonly deleteMethod: DeleteMethod;
  readonly gone: GoneParts;
  readonly membersAmong: MembersAmong;
  /**
   * Returns users whose assignments have another name or mark than the imported directory; some of them if there are many. SECURITY: a user
   * has left only if Graph named the deletion, or two complete rounds did not have the user.
   */
  readonly accountNews: ImportedDirectory['accountNews'];
}

export interface AssignmentParts {
  store: Store;
  instance: Instance;
  time: Pick<DeskTime, 'now'>;
  onActivated: OnActivated;
  shared: RecordForFulfillment;
  /** Binds the connected tenant for one round. */
  bind: () => AssignmentScope;
  log: (message: string) => void;
}
