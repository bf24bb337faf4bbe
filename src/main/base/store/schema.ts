import type { Generated } from 'kysely';
import type {
  ActivationAssignmentTable,
  ActivationCodeTable,
  ActivationTable,
  ActivationTryTable,
  DeskTimeTable,
  SignInTimeTable,
} from './tables/activation.ts';
import type { ActivityIndexedTable } from './tables/activity.ts';
import type { AnnouncedPlaceTable, AnnouncedUserTable } from './tables/announced.ts';
import type { AssignmentCountTable, SecurityKeyCountTable, WebhookCountTable } from './tables/lists.ts';
import type { SignInTable } from './tables/signIns.ts';
import type { TenantNameTable } from './tables/tenantNames.ts';
import type { UnseenPinTable } from './tables/unseenPins.ts';
import type { WebhookDeliveryTable, WebhookSecretTable, WebhookTable } from './tables/webhooks.ts';
import type {
  EnginePlaceTable,
  WorkflowCountTable,
  WorkflowPassTable,
  WorkflowRunTable,
  WorkflowTable,
  WorkflowVersionTable,
} from './tables/workflows.ts';

/** One enrollment's journal entry. Byte strings are BLOBs, times are ISO 8601 in UTC, `error` is a Failure as JSON. */
export interface JournalTable {
  id: string;
  /** The running Keydesk that owns the entry, see instance.ts. */
  instance: string;
  started_at: string;
  updated_at: string;
  state: string;
  connection: string;
  user_id: string;
  user_principal_name: string;
  key_id: string;
  key_aaguid: string;
  rp_id: string;
  user_handle: Uint8Array;
  challenge_expires_at: string;
  display_name: string;
  /** 1 once a PIN was set on the key by this enrollment. */
  pin_set: Generated<number>;
  /** 1 from just before makeCredential was sent: a credential may be on the key even if none was recorded. */
  creating: Generated<number>;
  credential_id: Uint8Array | null;
  public_key: Uint8Array | null;
  /** What Entra is known to have done with the credential, see contract/enrollment.ts `submissions`. */
  submission: Generated<string>;
  /** 1 where recovery finished it: its own run had ended badly. */
  recovered: Generated<number>;
  /** The key's serial identity (inventory/identity.ts) where it has one: a port is not a key. */
  key_identity: string | null;
  /** This and attestation_object are kept from the making of the credential until the enrollment is done. */
  client_data_json: Uint8Array | null;
  attestation_object: Uint8Array | null;
  method_id: string | null;
  /** 1 where an earlier version, or an enrollment that another one replaced, has no assignment that follows it. */
  owes_assignment: Generated<number>;
  /** The inventory's id of the key of such an enrollment, as its assignment had it; null where that did not know it. */
  owed_key: Generated<string | null>;
  error: string | null;
}

/** One entry of the activity log, see activity/chain.ts. `cause` is a Failure, `request_ids` a list, `facts` an object, as JSON. */
export interface ActivityTable {
  /** From 1, without gaps. */
  seq: number;
  at: string;
  kind: string;
  result: string;
  actor_kind: string;
  actor: string;
  tenant: string | null;
  user_id: string | null;
  user_principal_name: string | null;
  key_id: string | null;
  key_aaguid: string | null;
  key_serial: string | null;
  cause: string | null;
  correlation_id: string;
  request_ids: string;
  facts: string;
  previous_hash: string;
  hash: string;
}

/** An answer of Graph's that is kept for a while, of one connection. */
export interface DocumentTable {
  connection: string;
  name: string;
  json: string;
  fetched_at: string;
}

/** One event, see events/events.ts. `data` is flat JSON. Nothing but `tenant` ever changes, when a tenant's id is learned. */
export interface EventTable {
  seq: Generated<number>;
  id: string;
  type: string;
  at: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  data: string;
}

/** One key that was ever plugged in, see inventory/identity.ts. `identity` is what it is recognized by. */
export interface SecurityKeyTable {
  id: string;
  identity: string;
  identified_by: string;
  product: string | null;
  manufacturer: string | null;
  serial: string | null;
  vendor_id: number | null;
  product_id: number | null;
  aaguid: string | null;
  firmware_version: number | null;
  mark: string | null;
  marked_at: string | null;
  /** 1 once it has shown its passkeys without PIN and touch. */
  shows_passkeys: number;
  first_seen_at: string;
  last_seen_at: string;
  /** Kept by triggers, see tables/lists.ts. */
  standing: Generated<string>;
}

/** A serial number that several devices were seen to tell, as `identity` of security_key would have it. */
export interface SharedSerialTable {
  identity: string;
  learned_at: string;
}

/** One passkey that a user is to have, or had, see assignments/records.ts. `failure` and `deletion_failure` are Failures as JSON. */
export interface AssignmentTable {
  id: string;
  tenant: string;
  user_id: string;
  user_principal_name: string;
  display_name: string;
  purpose: string;
  state: string;
  source: string;
  workflow_id: string | null;
  workflow_name: string | null;
  group_id: string | null;
  group_name: string | null;
  security_key_id: string | null;
  /** The key as it was when it was used; it stays when the inventory learns better. */
  key_aaguid: string | null;
  key_serial: string | null;
  key_product: string | null;
  passkey_name: string | null;
  method_id: string | null;
  /** base64url */
  credential_id: string | null;
  /** The journal entry of the enrollment that works on it, or did last. */
  enrollment_id: string | null;
  /** The running Keydesk that provisions it, see instance.ts; empty for none. */
  instance: Generated<string>;
  reason: string;
  failure: string | null;
  /** Whether Entra still has to delete the passkey of a revoked one. */
  deletion: string | null;
  deletion_failure: string | null;
  created_at: string;
  updated_at: string;
  activated_at: string | null;
  expires_at: string | null;
  /** How many passkeys Entra had of the user that no assignment has, when this one was made; null where it is not known. */
  other_passkeys: number | null;
}

/** The passkeys that Entra held for a user when it was asked last. `json` is a list of the contract's Passkey. */
export interface PasskeyListTable {
  tenant: string;
  user_id: string;
  json: string;
  count: number;
  /** The latest of them, where Graph told any. */
  last_used_at: string | null;
  fetched_at: string;
}

/** What Keydesk learned about a model of key, see enrollment/habits.ts. */
export interface KeyHabitTable {
  aaguid: string;
  /** 0 where the key does not tell its firmware. */
  firmware_version: number;
  habit: string;
  learned_at: string;
}

export interface Schema {
  announced_place: AnnouncedPlaceTable;
  announced_user: AnnouncedUserTable;
  key_habit: KeyHabitTable;
  journal: JournalTable;
  activity: ActivityTable;
  activity_indexed: ActivityIndexedTable;
  document: DocumentTable;
  event: EventTable;
  security_key: SecurityKeyTable;
  security_key_count: SecurityKeyCountTable;
  shared_serial: SharedSerialTable;
  assignment: AssignmentTable;
  assignment_count: AssignmentCountTable;
  passkey_list: PasskeyListTable;
  workflow: WorkflowTable;
  workflow_version: WorkflowVersionTable;
  workflow_run: WorkflowRunTable;
  workflow_pass: WorkflowPassTable;
  workflow_count: WorkflowCountTable;
  engine_place: EnginePlaceTable;
  webhook: WebhookTable;
  webhook_secret: WebhookSecretTable;
  webhook_delivery: WebhookDeliveryTable;
  webhook_count: WebhookCountTable;
  activation_code: ActivationCodeTable;
  activation: ActivationTable;
  activation_assignment: ActivationAssignmentTable;
  activation_try: ActivationTryTable;
  desk_time: DeskTimeTable;
  sign_in_time: SignInTimeTable;
  sign_in: SignInTable;
  tenant_name: TenantNameTable;
  unseen_pin: UnseenPinTable;
}
