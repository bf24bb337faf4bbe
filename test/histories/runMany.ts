import { checkHistory } from './check.ts';
import type { DeskSource } from './deskHandle.ts';
import { desksHere } from './deskHere.ts';
import { deskProcesses } from './deskProcess.ts';
import { type Ground, type OpenGround, openGround } from './ground.ts';
import { runHistory } from './history.ts';
import { type Kind, type Plan, planOf } from './plan.ts';
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
  readonly seeds: readonly number[];
  readonly kinds?: readonly Kind[] | undefined;
  /** How many run at the same time in this process. */
  readonly together: number;
  /** No history begins after this time, in ms. */
  readonly time?: number | undefined;
}

/** Runs the histories of some seeds in this process, and checks each. */
export async function runMany(
  place: Ground,
  { seeds, kinds, together, time = Number.POSITIVE_INFINITY }: Wanted,
): Promise<Ran> {
  const ground = await openGround(place);
  const [here, processes] = [desksHere(), deskProcesses()];
  const tally = new Tally();
  const failed: Failed[] = [];
  const waiting = [...seeds];
  const started = performance.now();
  let ran = 0;
  const lane = async () => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      if (performance.now() - started >= time) return;
      const plan = planOf(seed, kinds);
      const wrong = await wrongOf(plan, ground, plan.kind === 'quick' ? here : processes, tally);
      tally.add(`history ${plan.kind}`, true);
      ran++;
      if (wrong.length > 0) failed.push({ seed, kind: plan.kind, wrong });
    }
  };
  try {
    await Promise.all(Array.from({ length: together }, lane));
  } finally {
    await processes.close();
    await ground.close();
  }
  return { ran, failed, counts: tally.counts };
}

/** A history that cannot be run to its end counts as one that left something wrong. */
async function wrongOf(plan: Plan, ground: OpenGround, desks: DeskSource, tally: Tally): Promise<readonly string[]> {
  try {
    return await runHistory(plan, { ground, desks, tally }, checkHistory);
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
