import type { LiveKey } from '../../../../contract/batches/live.ts';
import { rowEndOf } from '../../../../contract/batches/rowEnd.ts';
import { strings } from '../../../strings.ts';

const words = strings.batchRun;

/** What a card says at a glance. `touch`: the person must do something at the key. `ask`: the person must type something. */
export type Tone = 'work' | 'touch' | 'ask' | 'done' | 'failed' | 'idle';

/** What to do now with a key. */
export interface Face {
  readonly tone: Tone;
  readonly title: string;
  readonly hint: string;
}

/**
 * Returns what to do now with a key.
 * @param waits whether a key without a row may still get one: the server does not answer, or rows are being checked
 */
export function faceOf({ state, row, interaction, step, failure, known }: LiveKey, waits: boolean): Face {
  switch (state) {
    case 'remove':
      return { tone: 'done', title: row === null || known ? words.removeKnown : words.remove, hint: '' };
    case 'refused':
      return { tone: 'failed', title: refusedTitle(row, failure), hint: '' };
    case 'idle':
      return waits ? { tone: 'work', title: words.working, hint: '' } : { tone: 'idle', title: words.idle, hint: '' };
    case 'working':
      return working(interaction, step === null ? '' : strings.enroll.steps[step]);
  }
}

/** The row of a key that was refused waits for another one. It has not failed. */
function refusedTitle(row: LiveKey['row'], failure: LiveKey['failure']): string {
  const end = rowEndOf(row?.state ?? 'waiting-for-key', failure);
  if (end === 'waits') return words.unfinished;
  return end === 'failed' ? words.failed : words.refused;
}

function working(interaction: LiveKey['interaction'], step: string): Face {
  switch (interaction.kind) {
    case 'touch':
      return { tone: 'touch', title: words.touch, hint: '' };
    case 'reset':
      if (interaction.step !== 'touch')
        return { tone: 'touch', title: words.reset[interaction.step], hint: words.resetHint };
      return { tone: 'touch', title: interaction.longTouch ? words.longTouch : words.touch, hint: words.resetHint };
    case 'pin':
    case 'new-pin':
    case 'fingerprint':
      return { tone: 'ask', title: words.answer, hint: '' };
    default:
      return { tone: 'work', title: words.working, hint: step };
  }
}
