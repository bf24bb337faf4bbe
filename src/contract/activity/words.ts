import { commas, wordsOf } from '../../words/say.ts';
import {
  assignmentPurposeWords,
  assignmentReasonWords,
  assignmentStateWords,
  userAccountWords,
} from '../assignments/words.ts';
import { signInWords } from '../connections/signInWords.ts';
import { journalStateWords, submissionWords } from '../enrollment/words.ts';
import { timeText } from '../text/times.ts';
import type { ActivityEntry, ActivityFacts, ActivityKind, ActivityResult } from './schema.ts';

const words = wordsOf('activity');
const kinds: Readonly<Record<ActivityKind, string>> = words.kinds;
const results: Readonly<Record<ActivityResult, string>> = words.results;
const facts: Readonly<Record<string, string>> = words.facts;

/** Returns the name of an entry's key: its product and serial number, else its model, else its address. */
export function keyWords({ key, facts }: Pick<ActivityEntry, 'key' | 'facts'>): string | null {
  const named = [facts?.product, key.serial].filter(text => typeof text === 'string');
  return named.length > 0 ? commas(named) : (key.aaguid ?? key.id);
}

/** The facts that name what an entry without user and key is about, the most telling first. */
const subjectFacts = ['batch', 'profile', 'workflow', 'name', 'host', 'source', 'file', 'organizationName'] as const;

/** Returns the name of what an entry is about that has neither a user nor a key, such as a batch; null if it has none. */
export function subjectWords({ user, key, facts }: Pick<ActivityEntry, 'user' | 'key' | 'facts'>): string | null {
  if ((user.userPrincipalName ?? user.id ?? keyWords({ key, facts })) !== null) return null;
  for (const name of subjectFacts) {
    const value = facts?.[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** Returns the words for a kind of entry, or the kind itself if it is unknown. */
export function kindWords(kind: string): string {
  return (kinds as Readonly<Record<string, string>>)[kind] ?? kind;
}

/** Returns the name of a fact, or the fact's code if it has no words. */
export function factWords(name: string): string {
  return facts[name] ?? name;
}

/** The words of codes in the facts with these names. */
const codes: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> = {
  from: [assignmentStateWords, journalStateWords],
  to: [assignmentStateWords, journalStateWords],
  journalState: [journalStateWords],
  change: [userAccountWords, words.userChanges],
  purpose: [assignmentPurposeWords],
  submission: [submissionWords],
  reason: [assignmentReasonWords, words.reasons],
  setting: [words.settings],
  station: [words.stations],
  weakPins: [words.weakPins],
  enrollAway: [words.weakPins],
  conflict: [words.conflicts],
  theme: [words.themes],
  signIn: [signInWords],
  proof: [words.proofs],
};

/** Returns the words for a fact's value: of a code, of a time, else the value itself. */
export function valueWords(name: string, value: ActivityFacts[string]): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (value === null) return words.none;
  return codes[name]?.find(known => Object.hasOwn(known, String(value)))?.[String(value)] ?? timeText(String(value));
}

export function resultWords(result: string): string {
  return (results as Readonly<Record<string, string>>)[result] ?? result;
}
