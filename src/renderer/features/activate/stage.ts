import type { ActivationEvent, PinTask } from '../../../contract/activation/schema.ts';
import type { Failure } from '../../../contract/errors/failure.ts';

/** A stage of an activation. */
export type Stage =
  | { at: 'who' }
  | { at: 'key'; several: boolean; again: boolean; refused: Failure | undefined }
  | { at: 'pin'; task: PinTask; asked: number }
  | { at: 'working' }
  | { at: 'touch' }
  /** `touched`: the user touched the key for a passkey in this activation. The key may have had the passkey before. */
  | { at: 'done'; passkey: boolean; touched: boolean }
  | { at: 'failed'; failure: Failure };

/**
 * Returns the stage after an event of the activation.
 * @param so how many times the activation has asked for a PIN, and whether for a touch
 */
export function stageOf(event: ActivationEvent, { asked, touched }: { asked: number; touched: boolean }): Stage {
  switch (event.type) {
    case 'key-wanted':
      return { at: 'key', several: event.several, again: event.again, refused: event.refused };
    case 'pin-wanted':
      return { at: 'pin', task: event.task, asked };
    case 'interaction':
      return { at: event.interaction.kind === 'touch' ? 'touch' : 'working' };
    case 'working':
      return { at: 'working' };
    case 'done':
      return { at: 'done', passkey: event.passkey !== null, touched };
    case 'failed':
      return { at: 'failed', failure: event.failure };
  }
}
