import { commas, wordsOf } from '../../words/say.ts';
import { type PasskeyKind, passkeyKindWords } from '../passkeys/kinds.ts';
import {
  type ExistingChoice,
  type Preview,
  type RunState,
  type SkipReason,
  skipReasons,
  type Workflow,
  type WorkflowDraft,
  type WorkflowTrigger,
} from './schema.ts';

const words = wordsOf('workflows');

export const triggerWords: Readonly<Record<WorkflowTrigger, string>> = words.triggers;
export const existingWords: Readonly<Record<ExistingChoice, string>> = words.existing;
export const workflowStateWords: Readonly<Record<Workflow['state'], string>> = words.states;
export const runStateWords: Readonly<Record<RunState, string>> = words.runStates;

/** Why nothing was assigned to one user. */
export const skipWords: Readonly<Record<SkipReason, string>> = words.skips;

/** The sentence of a choice, for all users and for the users of a group. A new choice does not compile without one. */
interface Sentence {
  readonly everybody: string;
  group(values: { readonly group: string }): string;
}
const triggerSentences: Readonly<Record<WorkflowTrigger, Sentence>> = {
  'user-imported': words.onImport,
  'security-key-activated': words.onActivation,
};
const existingSentences: Readonly<Record<ExistingChoice, Sentence>> = {
  skip: words.skipExisting,
  backup: words.backupExisting,
};

/** Returns the kinds of passkey that count for a workflow, in words. */
export function countedText(counted: readonly PasskeyKind[]): string {
  return commas(counted.map(kind => passkeyKindWords[kind]));
}

/** Describes what a workflow will do, in sentences. */
export function workflowSentences({ group, trigger, existing, counted }: Omit<WorkflowDraft, 'name'>): string[] {
  const about = (sentence: Sentence) => (group === null ? sentence.everybody : sentence.group({ group: group.name }));
  return [
    about(triggerSentences[trigger]),
    about(existingSentences[existing]),
    words.counted({ kinds: countedText(counted) }),
    words.rest,
  ];
}

/** Returns how many users match today, in sentences. */
export function previewSentences({ users, primary, backup, skipped, asOf }: Preview): string[] {
  const { notImported, matching, assigned } = words.preview;
  if (asOf === null) return [notImported];
  return [
    matching({ count: users }),
    assigned({ primary, backup }),
    ...skipReasons.flatMap(reason => {
      const count = skipped[reason] ?? 0;
      return count === 0 ? [] : [words.skipped[reason]({ count })];
    }),
  ];
}
