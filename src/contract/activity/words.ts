import { commas, wordsOf } from '../../words/say.ts';
import { assignmentPurposeWords, assignmentReasonWords, assignmentStateWords } from '../assignments/words.ts';
import { journalStateWords, submissionWords } from '../enrollment/words.ts';
import type { ActivityEntry, ActivityFacts, ActivityKind, ActivityResult } from './schema.ts';

const words = wordsOf('activity');
const kinds: Readonly<Record<ActivityKind, string>> = words.kinds;
const results: Readonly<Record<ActivityResult, string>> = words.results;
const facts: Readonly<Record<string, string>> = words.facts;

/** What a person calls the key of an entry: its product and serial number; without them the model, and last of all its address. */
export function keyWords({ key, facts }: Pick<ActivityEntry, 'key' | 'facts'>): string | null {
  const named = [facts?.product, key.serial].filter(text => typeof text === 'string');
  return named.length > 0 ? commas(named) : (key.aaguid ?? key.id);
}

/** What happened, in words; the text itself for an unknown kind. */
export function kindWords(kind: string): string {
  return (kinds as Readonly<Record<string, string>>)[kind] ?? kind;
}

/** The name of a fact; as it stands where it has no words. */
export function factWords(name: string): string {
  return facts[name] ?? name;
}

/** The words of codes that facts of these names hold. */
const codes: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  from: [assignmentStateWords, journalStateWords],
  to: [assignmentStateWords, journalStateWords],
  journalState: [journalStateWords],
  purpose: [assignmentPurposeWords],
  submission: [submissionWords],
  reason: [assignmentReasonWords, words.reasons],
  setting: [words.settings],
  station: [words.stations],
  weakPins: [words.weakPins],
  theme: [words.themes],
  signIn: [words.signIns],
  proof: [words.proofs],
};

/** The value of a fact; as it stands where it is no code. */
export function valueWords(name: string, value: ActivityFacts[string]): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (value === null) return words.none;
  return codes[name]?.find(known => Object.hasOwn(known, String(value)))?.[String(value)] ?? String(value);
}

export function resultWords(result: string): string {
  return (results as Readonly<Record<string, string>>)[result] ?? result;
}
