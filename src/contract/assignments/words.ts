import { wordsFor } from '../errors/words.ts';
import {
  type Assignment,
  type AssignmentPurpose,
  type AssignmentReason,
  type AssignmentSource,
  type AssignmentState,
  offersDeletion,
} from './schema.ts';

/** Names of states, purposes and sources, for window, command line and reports. */
export const assignmentStateWords: Readonly<Record<AssignmentState, string>> = {
  pending: 'Pending',
  provisioning: 'Being made',
  active: 'Active',
  failed: 'Failed',
  revoked: 'Revoked',
  expired: 'Expired',
  cancelled: 'Canceled',
};

export const assignmentPurposeWords: Readonly<Record<AssignmentPurpose, string>> = {
  primary: 'Primary',
  backup: 'Backup',
  additional: 'Additional',
};

const assignmentSourceWords: Readonly<Record<AssignmentSource, string>> = {
  desk: 'Desk',
  workflow: 'Workflow',
  import: 'Import',
};

export const assignmentReasonWords: Readonly<Record<AssignmentReason, string>> = {
  assigned: 'Once the user activates their security key, they can use it.',
  'enrolment-started': 'The passkey is being made.',
  registered: 'Registered, and proven to sign in.',
  'registered-unproven': 'Registered; the key has not proven yet that it signs in.',
  'enrolment-failed': 'The passkey could not be made.',
  'enrolment-cancelled': 'The enrollment was canceled.',
  'enrolment-interrupted': 'An enrollment was cut off.',
  retried: 'To be tried again.',
  'cancelled-by-staff': 'Canceled by staff.',
  expired: 'The user did not activate a key in time.',
  'passkey-deleted': 'The passkey was deleted in Microsoft Entra ID.',
  'revoked-by-staff': 'Revoked by staff.',
  'key-lost': 'The key was reported lost.',
  'key-retired': 'The key was retired.',
  'key-reset': 'The key was reset, which erased the passkey.',
  'credential-deleted': 'The passkey was deleted from the key.',
};

/** Why an assignment is in its state: the failure where there is one, and what is still to be done in Entra. */
export function reasonWords(assignment: Assignment): string {
  const { reason, failure, deletion } = assignment;
  const why = failure === null ? assignmentReasonWords[reason] : wordsFor(failure).message;
  if (offersDeletion(assignment)) return `${why} Microsoft Entra ID still has it: delete it there, too.`;
  return deletion?.done === false ? `${why} Deleting the passkey in Microsoft Entra ID is still due.` : why;
}

/** A key in one line; null for an assignment that has none yet. */
export function assignedKeyWords({ key }: Assignment): string | null {
  if (key === null) return null;
  const name = key.product ?? key.aaguid;
  return key.serial === null ? name : `${name} · ${key.serial}`;
}

/** Where an assignment comes from, in one line. */
export function sourceWords({ source, workflow }: Assignment): string {
  return workflow === null ? assignmentSourceWords[source] : `${assignmentSourceWords[source]}: ${workflow.name}`;
}
