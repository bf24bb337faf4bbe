import { type Spoken, wordsOf } from '../../words/say.ts';
import { wordsFor } from '../errors/words.ts';
import {
  type Assignment,
  type AssignmentPurpose,
  type AssignmentReason,
  type AssignmentState,
  offersDeletion,
  type UserAccount,
} from './schema.ts';

const words = wordsOf('assignments');

/** Names of states, purposes and reasons, in the current language. */
export const assignmentStateWords: Readonly<Record<AssignmentState, string>> = words.states;
export const assignmentPurposeWords: Readonly<Record<AssignmentPurpose, string>> = words.purposes;
export const userAccountWords: Readonly<Record<UserAccount, string>> = words.accounts;
export const assignmentReasonWords: Readonly<Record<AssignmentReason, string>> = words.reasons;

/** Returns why an assignment is in its state: the failure if there is one, and what remains to be done in Entra. */
export function reasonWords(assignment: Assignment, language?: Spoken): string {
  const { reason, failure, deletion } = assignment;
  const { reasons, stillInEntra, deletionDue, withAdvice } = wordsOf('assignments', language);
  const why = failure === null ? reasons[reason] : wordsFor(failure, 'window', language).message;
  if (offersDeletion(assignment)) return stillInEntra({ why });
  if (deletion?.done === false) return deletionDue({ why });
  const advice = accountAdvice(assignment, language);
  return advice === null ? why : withAdvice({ why, advice });
}

/** Returns what to do about the assignment of a user who has left or is disabled; null for any other. */
function accountAdvice({ account, state }: Assignment, language?: Spoken): string | null {
  if (account === null) return null;
  const { adviceWithPasskey, adviceWaiting } = wordsOf('assignments', language);
  return (state === 'active' ? adviceWithPasskey : adviceWaiting)[account];
}

/** Returns a key in one line, or null for an assignment without a key. */
export function assignedKeyWords({ key }: Assignment): string | null {
  if (key === null) return null;
  const name = key.product ?? key.aaguid;
  return key.serial === null ? name : `${name} · ${key.serial}`;
}

/** Returns the source of an assignment in one line. */
export function sourceWords({ source, workflow }: Assignment, language?: Spoken): string {
  const { sources, sourceOf } = wordsOf('assignments', language);
  return workflow === null ? sources[source] : sourceOf({ source: sources[source], workflow: workflow.name });
}
