import { randomUUID } from 'node:crypto';
import type { EnrollmentEvent } from '../../../contract/enrollment/schema.ts';
import { correlated } from '../../base/correlation.ts';
import { Channel } from '../../base/stream.ts';
import { type GraphWait, watchingWaits } from '../../services/graph/waits.ts';
import type { Attendant } from './attendant.ts';
import { attendantOf, type Running } from './attending.ts';
import type { FinishOptions, Work } from './enrollments.ts';
import type { Recoveries } from './recoveries.ts';

/** What the ongoing enrollments of all tenants share. */
export interface RunContext {
  /** The running enrollments, by id. */
  readonly running: Map<string, Running>;
  /** The journal entries of enrollments that created a random PIN, by the enrollment's id. */
  readonly unseen: Map<string, string>;
  readonly recoveries: Recoveries;
  readonly log: (message: string) => void;
}

/** Starts work with a key. Closing the stream early, or aborting its signal, cancels the work. */
export function beginRun(
  context: RunContext,
  work: Work,
  { signal, id = randomUUID() }: FinishOptions,
): Channel<EnrollmentEvent> {
  const abort = new AbortController();
  const channel = new Channel<EnrollmentEvent>(() => abort.abort());
  if (signal?.aborted) abort.abort();
  signal?.addEventListener('abort', () => abort.abort());
  channel.push({ type: 'accepted', enrollmentId: id });
  const entry: Running = { abort, done: Promise.resolve(), answer: undefined, preferPin: undefined };
  context.running.set(id, entry);
  entry.done = run(context, work, { id, entry, channel });
  return channel;
}

interface Run {
  readonly id: string;
  readonly entry: Running;
  readonly channel: Channel<EnrollmentEvent>;
}

function run({ running, unseen, recoveries, log }: RunContext, work: Work, { id, entry, channel }: Run): Promise<void> {
  const attendant = attendantOf(entry, work.interactive, channel);
  return correlated(async correlation => {
    await recoveries.giveWay();
    const end = await watchingWaits(
      wait => showWait(attendant, wait),
      () => work.run(attendant),
    );
    if (end.state.pin.random !== undefined && end.state.journalId !== undefined) unseen.set(id, end.state.journalId);
    channel.push(end.ok ? { type: 'completed', result: end.result } : { type: 'failed', failure: end.failure });
    channel.end();
    try {
      await work.record(end, correlation);
    } catch (error) {
      // Its journal entry remains, and recovery settles it.
      log(`enrollment ${id}: its end could not be recorded: ${String(error)}`);
    }
    running.delete(id);
    recoveries.enrollmentEnded();
  });
}

function showWait(attendant: Attendant, wait: GraphWait | null): void {
  if (wait === null) return attendant.interact({ kind: 'none' });
  const until = new Date(Date.now() + wait.ms).toISOString();
  attendant.interact({ kind: 'wait', until, reason: wait.reason });
}
