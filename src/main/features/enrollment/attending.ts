import type { EnrollmentEvent, PinChoice } from '../../../contract/enrollment/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { answerTo, type Question } from '../../base/question.ts';
import type { Channel } from '../../base/stream.ts';
import type { Attendant } from './attendant.ts';

/** A running enrollment. */
export interface Running extends Question<PinChoice> {
  readonly abort: AbortController;
  done: Promise<void>;
  /** Set while the key waits for a fingerprint. Call it if the person prefers the PIN. */
  preferPin: (() => void) | undefined;
}

/** Returns the attendant for the person who follows the stream of an enrollment and answers its questions. */
export function attendantOf(entry: Running, interactive: boolean, channel: Channel<EnrollmentEvent>): Attendant {
  return {
    signal: entry.abort.signal,
    interactive,
    step: step => channel.push({ type: 'step', step }),
    interact: interaction => channel.push({ type: 'interaction', interaction }),
    warn: warning => channel.push({ type: 'warning', warning }),
    askFinger: refused => {
      const preferPin = new AbortController();
      entry.preferPin = () => preferPin.abort();
      channel.push({
        type: 'interaction',
        interaction: { kind: 'fingerprint', ...(refused === undefined ? {} : { refused }) },
      });
      return preferPin.signal;
    },
    askPin: (question, signal = entry.abort.signal) => {
      if (!interactive) return Promise.reject(new KeydeskError('pin-required', { fresh: question.kind === 'new-pin' }));
      channel.push({ type: 'interaction', interaction: question });
      return answerTo(entry, signal);
    },
  };
}
