import type { EnrollmentEvent } from '../contract/enrollment/schema.ts';
import { KeydeskError } from '../contract/errors/errors.ts';
import { wordsOf } from '../words/say.ts';
import type { Session } from './session.ts';
import { secretFault, writeOut } from './writing.ts';

/** The text that is written to find out whether stdout is read. Spaces before a JSON object do not change it. */
const JSON_PROBES = { start: ' ', prepare: ' ' };

interface ReaderCheck {
  /** Aborts when stdout is closed, or with the session. */
  readonly signal: AbortSignal;
  /** Passes events on. Writes to stdout before the key gets its PIN. */
  watch(events: AsyncIterable<EnrollmentEvent>): AsyncIterable<EnrollmentEvent>;
}

/**
 * Ends an enrollment before the key gets a random PIN that could not be shown. Only a program that writes learns that
 * the reader of a pipe has ended. So Keydesk writes at the start, and again just before it sets the PIN. A reader may
 * also end after that, so the PIN needs a second destination.
 * @throws KeydeskError output-closed at the start
 */
export async function stopUnlessRead({ json, signal }: Session): Promise<ReaderCheck> {
  const probes = json ? JSON_PROBES : { start: `${wordsOf('commandLine').pinComes}\n`, prepare: '\n' };
  const fault = secretFault() ?? ((await writeOut(probes.start)) ? undefined : 'nowhere');
  if (fault !== undefined) throw new KeydeskError('output-closed', { why: fault });
  const unread = new AbortController();

  async function* watch(events: AsyncIterable<EnrollmentEvent>): AsyncIterable<EnrollmentEvent> {
    for await (const event of events) {
      if (event.type === 'step' && event.step === 'prepare' && !(await writeOut(probes.prepare))) unread.abort();
      yield unread.signal.aborted ? withReason(event) : event;
    }
  }
  return { signal: AbortSignal.any([signal, unread.signal]), watch };
}

/** A failure before the PIN was set gets this reason. A later failure keeps its own, and comes with the PIN. */
function withReason(event: EnrollmentEvent): EnrollmentEvent {
  if (event.type !== 'failed' || event.failure.pin?.random !== undefined) return event;
  return { ...event, failure: { ...event.failure, error: { code: 'output-closed', params: {} } } };
}
