import type { LiveKey } from '../../../../contract/batches/live.ts';
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
export function faceOf({ state, row, interaction, step, known }: LiveKey, waits: boolean): Face {
  switch (state) {
    case 'remove':
      return { tone: 'done', title: row === null || known ? words.removeKnown : words.remove, hint: '' };
    case 'refused':
      return { tone: 'failed', title: words.failed, hint: '' };
    case 'idle':
      return waits ? { tone: 'work', title: words.working, hint: '' } : { tone: 'idle', title: words.idle, hint: '' };
    case 'working':
      return working(interaction, step === null ? '' : strings.enroll.steps[step]);
  }
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
