import { programs } from '../programs.ts';
import { checkHistory } from './check.ts';
import { desksHere } from './deskHere.ts';
import { deskProcesses } from './deskProcess.ts';
import { checkEnrollments } from './enrollments/check.ts';
import { runEnrollments } from './enrollments/history.ts';
import type { EnrollingQuestion } from './enrollments/messages.ts';
import { enrollingPlanOf } from './enrollments/plan.ts';
import { type Ground, openGround } from './ground.ts';
import { runHistory } from './history.ts';
import type { Question } from './messages.ts';
import { type Kind, planOf } from './plan.ts';
import { Tally } from './tally.ts';

/** A history that left something wrong, and what. */
export interface Failed {
  readonly seed: number;
  readonly kind: Kind;
  readonly wrong: readonly string[];
}

export interface Ran {
  readonly ran: number;
  readonly failed: readonly Failed[];
  readonly counts: Tally['counts'];
}

export interface Wanted {
  /** The seed of each history, and the kinds of which it may be. */
  readonly histories: readonly { readonly seed: number; readonly kinds: readonly Kind[] }[];
  /** How many run at the same time in this process. */
  readonly together: number;
  /** No history begins after this time, in ms. */
  readonly time?: number | undefined;
}

/** A number of ms that is sent to other processes as it is, unlike infinity. */
const FOREVER = Number.MAX_SAFE_INTEGER;

/** Runs the histories of some seeds in this process, and checks each. */
export async function runMany(place: Ground, { histories, together, time = FOREVER }: Wanted): Promise<Ran> {
  const ground = await openGround(place);
  const [here, processes] = [desksHere(), deskProcesses<Question>(programs.historyDesk)];
  const enrolling = deskProcesses<EnrollingQuestion>(programs.enrollingDesk);
  const tally = new Tally();
  const failed: Failed[] = [];
  const waiting = [...histories];
  const started = performance.now();
  let ran = 0;
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (performance.now() - started >= time) return;
      const { seed, kinds } = next;
      const plan = planOf(seed, kinds);
      const wrong = await wrongOf(() => {
        if (plan.kind === 'enrollments')
          return runEnrollments(enrollingPlanOf(seed), { ground, desks: enrolling, tally }, checkEnrollments);
        return runHistory(plan, { ground, desks: plan.kind === 'quick' ? here : processes, tally }, checkHistory);
      });
      tally.add(`history ${plan.kind}`, true);
      ran++;
      if (wrong.length > 0) failed.push({ seed, kind: plan.kind, wrong });
    }
  };
  try {
    await Promise.all(Array.from({ length: together }, lane));
  } finally {
    await processes.close();
    await enrolling.close();
    await ground.close();
  }
  return { ran, failed, counts: tally.counts };
}

/** A history that cannot be run to its end counts as one that left something wrong. */
async function wrongOf(run: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await run();
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
