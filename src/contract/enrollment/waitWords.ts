import { wordsOf } from '../../words/say.ts';
import type { WaitReason } from './waits.ts';

/** Why Keydesk waits, without a full stop. */
export const waitWords: Readonly<Record<WaitReason, string>> = wordsOf('enrollment').waits;
