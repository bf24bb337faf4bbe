import { wordsOf } from '../../words/say.ts';
import type { WaitReason } from './waits.ts';

/** What is wrong while Keydesk waits, without a full stop. */
export const waitWords: Readonly<Record<WaitReason, string>> = wordsOf('enrollment').waits;
