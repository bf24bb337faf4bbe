import { wordsOf } from '../../words/say.ts';
import type { BatchState, RowState, UnreadReason } from './schema.ts';

const words = wordsOf('batches');

export const batchStateWords: Readonly<Record<BatchState, string>> = words.states;
export const rowStateWords: Readonly<Record<RowState, string>> = words.rowStates;
/** Why a line of a file is not a row, as a part of a list. */
export const unreadWords: Readonly<Record<UnreadReason, string>> = words.unread;
