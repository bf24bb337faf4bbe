import type { ActivationEvent, PinAnswer, PinTask } from '../../../contract/activation/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toFailure } from '../../../contract/errors/failure.ts';
import { actingAs, stationUser } from '../../base/actor.ts';
import { answerTo } from '../../base/question.ts';
import { type Channel, telling } from '../../base/stream.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import { type ActivateParts, type ActivationAttendant, activate } from './activate.ts';
import type { ActivationScope } from './activation.ts';
import { type ActivationContext, failureForUser, type PinQuestion, type StationContext } from './context.ts';
import { forUser } from './forUser.ts';
import { takePermit } from './permit.ts';
import { createActivationRecords } from './records.ts';
import type { OpenSitting } from './sittings.ts';

/** Runs the activation of a sitting. Ends with exactly one `done` or `failed`; leaving the stream, or its signal, cancels. */
export function runSitting(
  context: ActivationContext,
  handle: string,
  signal: AbortSignal | undefined,
): Channel<ActivationEvent> {
  const { sittings, running, station } = context;
  return telling<ActivationEvent>(
    signal,
    async (tell, aborted) => {
      const sitting = sittings.get(handle);
      if (running.has(handle)) throw new KeydeskError('activation-running');
      const question: PinQuestion = { answer: undefined };
      running.set(handle, question);
      try {
        const user = stationUser(sitting.user.userPrincipalName, station);
        const done = await actingAs(user, () => activateFor(context, sitting, { question, tell, signal: aborted }));
        sittings.end(handle);
        return done;
      } finally {
        running.delete(handle);
      }
    },
    error => ({ type: 'failed', failure: failureForUser(context, error) }),
  );
}

/** Answers the question for a PIN. @throws KeydeskError activation-sitting-over, invalid-input where no PIN is asked for */
export function answerPin({ sittings, running }: ActivationContext, { sitting, ...answer }: PinAnswer): void {
  sittings.get(sitting);
  const question = running.get(sitting);
  if (question === undefined) throw new KeydeskError('invalid-input', { detail: 'no-pin-asked' });
  // The key may leave while the answer is on its way: then the question has ended, and the next one comes by itself.
  question.answer?.(answer);
}

interface Run {
  readonly question: PinQuestion;
  readonly tell: (event: ActivationEvent) => void;
  readonly signal: AbortSignal;
}

/** Activates a key for the user of a sitting. A failure is recorded, because its user sees less of it than the helpdesk must know. */
async function activateFor(
  context: StationContext,
  sitting: OpenSitting<ActivationScope>,
  { question, tell, signal }: Run,
): ReturnType<typeof activate> {
  const noteRefused = (error: unknown) => recordFailure(context, sitting, error);
  const askPin: ActivationAttendant['askPin'] = (task, until) => {
    tell({ type: 'pin-wanted', task: shownTask(task) });
    return answerTo(question, until);
  };
  try {
    const permit = await takePermit(context.codes, context.sittings, sitting);
    try {
      const attendant = { signal, permit, tell, askPin, noteRefused };
      return await activate(activateParts(context, sitting.scope), sitting, attendant);
    } finally {
      await permit.release();
    }
  } catch (error) {
    if (!signal.aborted) noteRefused(error);
    throw error;
  }
}

function shownTask(task: PinTask): PinTask {
  return task.refused === undefined ? task : { ...task, refused: forUser(task.refused) };
}

function recordFailure({ station }: StationContext, sitting: OpenSitting<ActivationScope>, error: unknown): void {
  const { user, proof, scope } = sitting;
  const facts = { station, proof };
  scope.activity.record({ kind: 'activation-failed', result: 'failed', user, facts, cause: toFailure(error) });
}

function activateParts({ parts, station, stayed }: StationContext, scope: ActivationScope): ActivateParts {
  const { keys, keyHost, store } = parts;
  const { database } = store;
  const records = createActivationRecords({ database, activity: scope.activity });
  return {
    ...scope,
    keys,
    keyHost,
    station,
    database,
    records,
    stayed,
    get tenant() {
      return idOf(scope.tenant);
    },
  };
}
