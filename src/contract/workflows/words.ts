import type { ErrorCode, ErrorParams } from '../errors/errors.ts';
import { type PasskeyKind, passkeyKindWords } from '../passkeys/kinds.ts';
import type { ExistingChoice, Preview, RunState, SkipReason, WorkflowDraft, WorkflowTrigger } from './schema.ts';

type WorkflowCode = Extract<ErrorCode, `workflow-${string}`>;

/** The words of what can go wrong with workflows. */
export const workflowErrorWords: Record<WorkflowCode, (params: ErrorParams) => { message: string; next: string }> = {
  'workflow-not-found': () => ({
    message: 'There is no such workflow.',
    next: 'It may have been deleted; look at the list of workflows.',
  }),
  'workflow-run-not-found': () => ({
    message: 'There is no such run that waits for somebody.',
    next: 'It may have been tried again already; look at the run history.',
  }),
  'workflow-group-unknown': p => ({
    message: `The group ${p.group ? `“${p.group}”` : ''} is not in the imported directory.`,
    next: 'Import users and groups, or choose another group.',
  }),
  'workflow-user-unknown': p => ({
    message: `The user ${p.user ? `“${p.user}”` : ''} is not in the imported directory yet.`,
    next: 'Import users and groups; Keydesk then tries again by itself.',
  }),
  'workflow-disabled': () => ({ message: 'This workflow is disabled.', next: 'Enable it first.' }),
};

export const triggerWords: Record<WorkflowTrigger, string> = {
  'user-imported': 'New User Imported',
  'security-key-activated': 'New Security Key Activated (Recommended)',
};

export const existingWords: Record<ExistingChoice, string> = {
  skip: 'Skip them',
  backup: 'Assign a backup passkey',
};

export const runStateWords: Record<RunState, string> = {
  assigned: 'Assigned',
  registered: 'Registered',
  skipped: 'Skipped',
  retrying: 'Trying again',
  attention: 'Needs attention',
};

/** Why nothing was assigned, as the end of a sentence about one user. */
export const skipWords: Record<SkipReason, string> = {
  'has-passkey': 'has a passkey already',
  'has-backup': 'has a passkey and a backup already',
  'already-assigned': 'has a passkey assigned already',
  guest: 'is a guest; guests cannot hold passkeys of this tenant',
  disabled: 'is disabled',
  left: 'has left the directory',
  'not-in-group': 'is not in the group',
  'older-workflow': 'belongs to an older workflow',
  'assignment-cancelled': 'the assignment was canceled',
  'assignment-expired': 'the assignment expired',
  'passkey-revoked': 'the passkey was revoked',
};

const people = (n: number) => (n === 1 ? '1 user' : `${n.toLocaleString('en')} users`);

/** The kinds of passkey that count for a workflow, in words. */
export function countedText(counted: readonly PasskeyKind[]): string {
  return counted.map(kind => passkeyKindWords[kind]).join(', ');
}

/** What a workflow with this trigger does, by whom it is about, such as "a user". */
const triggerSentences: Record<WorkflowTrigger, (whom: string) => string> = {
  'user-imported': whom =>
    `When ${whom} is imported for the first time, a Microsoft passkey is assigned. It is made once a security key is plugged in for that user.`,
  'security-key-activated': whom =>
    `When ${whom} activates a security key, a Microsoft passkey is assigned, made and registered on that key at once.`,
};

/** What a workflow does with users who have a passkey, by whom it is about, such as "Users". */
const existingSentences: Record<ExistingChoice, (whom: string) => string> = {
  skip: whom => `${whom} who have a passkey already are skipped.`,
  backup: whom => `${whom} who have a passkey already get a backup.`,
};

/** What a workflow will do, in sentences. */
export function workflowSentences({ group, trigger, existing, counted }: Omit<WorkflowDraft, 'name'>): string[] {
  const whom = group === null ? 'a user' : `a user of “${group.name}”, or of a group inside it,`;
  const whomPlural = group === null ? 'Users' : `Users of “${group.name}”`;
  const first = triggerSentences[trigger](whom);
  const second = existingSentences[existing](whomPlural);
  const third = `These count as a passkey: ${countedText(counted)}.`;
  return [
    first,
    second,
    third,
    'Guests and disabled users are skipped. Where two workflows match, the older one acts.',
  ];
}

/** How many users it is about today, in sentences. */
export function previewSentences({ users, primary, backup, skipped, asOf }: Preview): string[] {
  if (asOf === null) return ['No users are imported yet, so it is not known how many users it is about.'];
  const assigned = [
    ...(primary > 0 ? [`${people(primary)} would be assigned a passkey`] : []),
    ...(backup > 0 ? [`${people(backup)} a backup`] : []),
  ];
  return [
    `Today it is about ${people(users)}.`,
    assigned.length === 0 ? 'No user would be assigned a passkey.' : `${assigned.join(', ')}.`,
    ...Object.entries(skipped).map(
      ([reason, count]) => `${people(count ?? 0)} skipped: ${skipWords[reason as SkipReason]}.`,
    ),
  ];
}
