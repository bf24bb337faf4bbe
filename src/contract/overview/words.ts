import { type Spoken, wordsOf } from '../../words/say.ts';
import { type ErrorCode, errorCodes } from '../errors/errors.ts';
import { wordsFor } from '../errors/words.ts';
import type { MissingPart, PendingAge, StuckKind } from './schema.ts';

const words = wordsOf('overview');

export const pendingAgeWords: Readonly<Record<PendingAge, string>> = words.ages;
export const missingWords: Readonly<Record<MissingPart, string>> = words.missing;

/** Returns what is stuck, and what to do about it. */
export function stuckWords(kind: StuckKind, language?: Spoken): { title: string; advice: string } {
  const { stuck, stuckAdvice } = wordsOf('overview', language);
  return { title: stuck[kind], advice: stuckAdvice[kind] };
}

/** Returns the cause of failed assignments in words. The code itself stands for one that only a newer Keydesk knows. */
export function failedCauseWords(code: string | null, language?: Spoken): string {
  if (code === null) return wordsOf('overview', language).noCause;
  const known = errorCodes.find(each => each === code);
  return known === undefined ? code : messageOf(known, language);
}

/** Stands for names that messages have without quotes. */
const NAMES = { aaguid: '…', model: '…' };

/** Returns the message with an ellipsis for each name in it: it stands for many failures. */
function messageOf(code: ErrorCode, language: Spoken | undefined): string {
  const { message } = wordsFor({ code, params: NAMES }, 'window', language);
  return message.replaceAll('“”', '“…”').replaceAll('„“', '„…“');
}

/** Returns covered users in percent of the targeted ones; null without any. */
export function percentOf({ targeted, covered }: { targeted: number; covered: number }): number | null {
  if (targeted === 0) return null;
  // Almost all are not all, and a few are not none.
  const exact = (covered / targeted) * 100;
  if (covered > 0 && exact < 1) return 1;
  return covered < targeted && exact > 99 ? 99 : Math.round(exact);
}
