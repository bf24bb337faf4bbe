import type { EnrollmentEvent } from '../contract/enrollment/schema.ts';
import { KeydeskError } from '../contract/errors/errors.ts';
import { wordsOf } from '../words/say.ts';
import type { Session } from './session.ts';
import { secretFault, writeOut } from './writing.ts';

/** What is written to find out whether stdout is read. Spaces before a JSON object leave it as it is. */
const JSON_PROBES = { start: ' ', prepare: ' ' };

interface ReaderCheck {
  /** Aborts when stdout is closed, or with the session. */
  readonly signal: AbortSignal;
  /** Passes events on. Writes to stdout before the key gets its PIN. */
  watch(events: AsyncIterable<EnrollmentEvent>): AsyncIterable<EnrollmentEvent>;
}

/**
 * Ends an enrollment before the key gets a random PIN that could not be shown. The system tells that the reader of a pipe ended only to
 * a program that writes, so Keydesk writes something at the start, and again just before it sets the PIN. A reader may end after that as
 * well, so there must be a second place for the PIN.
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

/** A failure before the PIN was set has this reason; a later one has its own, and comes with the PIN. */
function withReason(event: EnrollmentEvent): EnrollmentEvent {
  if (event.type !== 'failed' || event.failure.pin?.random !== undefined) return event;
  return { ...event, failure: { ...event.failure, error: { code: 'output-closed', params: {} } } };
}
