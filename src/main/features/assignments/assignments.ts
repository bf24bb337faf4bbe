import type {
  Assignment,
  AssignmentFilter,
  AssignmentPage,
  AssignmentQuery,
  AssignmentReason,
  AssignRequest,
} from '../../../contract/assignments/schema.ts';
import type { Deletions } from '../../../contract/inventory/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Snapshot } from '../../base/store/snapshot.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import type { Activity } from '../../services/activity/activity.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { DeleteMethod } from './deletions.ts';
import type { Fulfillment, FulfillmentRequest } from './fulfill.ts';
import type { GoneParts } from './gone.ts';
import type { OnActivated } from './ledger.ts';
import type { FoundAssignments, MembersAmong } from './query.ts';

/** Which passkeys users of one tenant are to have, and how far each has come. */
export interface Assignments {
  list(query: AssignmentQuery): Promise<AssignmentPage>;
  /** What a filter lets through at this moment, to be read in parts, and closed. */
  snapshot(filter: AssignmentFilter): Promise<FoundAssignments & Pick<Snapshot, 'close'>>;
  /** @throws KeydeskError user-…, assignment-exists, invalid-input */
  assign(request: AssignRequest): Promise<Assignment>;
  /** Ends one that waits or failed. @throws KeydeskError assignment-not-found, assignment-changed */
  cancel(id: string): Promise<Assignment>;
  /** Lets a failed one wait for a key again. @throws KeydeskError assignment-not-found, assignment-changed */
  retry(id: string): Promise<Assignment>;
  /** Deletes the passkey of an active one in Entra and ends it. @throws KeydeskError assignment-…, graph-… */
  revoke(id: string): Promise<Assignment>;
  /** The passkey of this method id was deleted in Entra: its assignment is over. */
  passkeyGone(methodId: string): Promise<void>;
  /** Entra answered that it has no such passkey: its assignment is over if that is proven (gone.ts). */
  passkeyNotFound(methodId: string): Promise<void>;
  /**
   * Revokes all that is on a key of the inventory, of every tenant, with what else `also` writes in the same transaction, told how
   * many they are; the deletions in Entra are due from then on, each in the tenant of its row.
   */
  revokeKey(
    securityKeyId: string,
    reason: Extract<AssignmentReason, 'key-lost' | 'key-retired'>,
    also: (transaction: Transaction, revoked: number) => Promise<void>,
  ): Promise<Assignment[]>;
  /**
   * Ends the active ones of every tenant whose passkey was erased from its key: all on a key of the inventory, with what `also` writes in the same
   * transaction, or the one with this credential. Nothing is deleted in Entra.
   */
  erased(what: ErasedPasskeys): Promise<Assignment[]>;
  /** Deletes in Entra the passkey of one that was erased from its key. @throws KeydeskError assignment-not-found, assignment-changed */
  deleteErased(id: string): Promise<Assignment>;
  byIds(ids: readonly string[]): Promise<Assignment[]>;
  /** Resolves when all that was begun is written, such as the end of an enrollment that a person has just seen. */
  written(): Promise<void>;
  /** Deletes in Entra what is due, of some assignments or of all. Never rejects for what Entra says. */
  finishDeletions(only?: readonly string[]): Promise<Deletions>;
  /** Observes one enrollment: it fulfills the assignment with this id, or what its user has waiting. */
  observe(request: FulfillmentRequest): Fulfillment;
  /** After the journal's recovery: settles what dead processes left, lets what is too old expire, deletes what is due. */
  settle(): Promise<void>;
}

/** The assignments of a data folder, of all tenants. */
export interface AssignmentRecord {
  /** Those of one tenant. */
  of(scope: AssignmentScope): Assignments;
  /** Waits for what was begun. */
  close(): Promise<void>;
}

export type ErasedPasskeys =
  | { readonly securityKeyId: string; also(transaction: Transaction): Promise<void> }
  | { readonly credentialId: string };

/** One tenant, and what operations in it need. */
export interface AssignmentScope {
  readonly tenant: Pick<BoundTenant, 'id'>;
  readonly activity: Pick<Activity, 'recordIn' | 'note'>;
  readonly directory: Pick<Directory, 'get' | 'deletePasskey'>;
  readonly deleteMethod: DeleteMethod;
  readonly gone: GoneParts;
  readonly membersAmong: MembersAmong;
}

export interface AssignmentParts {
  store: Store;
  instance: Instance;
  time: Pick<DeskTime, 'now'>;
  onActivated: OnActivated;
  /** Binds the connected tenant, for one round. */
  bind: () => AssignmentScope;
  log: (message: string) => void;
}
