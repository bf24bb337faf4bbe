import { checkHistory } from './check.ts';
import { DeskProcesses } from './deskProcess.ts';
import { type Ground, makeGround } from './ground.ts';
import { runHistory } from './history.ts';
import { type Kind, kindNames, type Plan, planOf } from './plan.ts';
import { Tally } from './tally.ts';

export interface Wanted {
  readonly count: number;
  /** The first seed. */
  readonly seed: number;
  readonly kinds?: readonly Kind[] | undefined;
  /** How many run at the same time. */
  readonly together: number;
  /** No history begins after this time, in ms. */
  readonly time?: number | undefined;
  /** Whether all histories are of the first seed. */
  readonly again?: boolean | undefined;
}

export interface Found {
  readonly ran: number;
  /** The histories that left something wrong, and what. */
  readonly failed: readonly { readonly plan: Plan; readonly wrong: readonly string[] }[];
  readonly lines: readonly string[];
}

/** Runs random histories, and checks each. @param told Called for each history that left something wrong, and after each that ran */
export async function runMany(
  { count, seed, kinds = kindNames, together, time = Number.POSITIVE_INFINITY, again = false }: Wanted,
  told: { failed?: (plan: Plan, wrong: readonly string[]) => void; ran?: (n: number) => void } = {},
): Promise<Found> {
  const ground = await makeGround();
  const processes = new DeskProcesses();
  const tally = new Tally();
  const failed: { plan: Plan; wrong: readonly string[] }[] = [];
  const started = performance.now();
  let [begun, ran] = [0, 0];
  const lane = async () => {
    while (begun < count && performance.now() - started < time) {
      const n = begun++;
      const plan = planOf(again ? seed : seed + n, kinds);
      const wrong = await wrongOf(plan, ground, processes, tally);
      tally.add(`history ${plan.kind}`, true);
      told.ran?.(++ran);
      if (wrong.length === 0) continue;
      failed.push({ plan, wrong });
      told.failed?.(plan, wrong);
    }
  };
  try {
    await Promise.all(Array.from({ length: together }, lane));
  } finally {
    await processes.close();
    await ground.close();
  }
  return { ran, failed, lines: tally.lines };
}

/** A history that cannot be run to its end counts as one that left something wrong. */
async function wrongOf(plan: Plan, ground: Ground, processes: DeskProcesses, tally: Tally): Promise<readonly string[]> {
  try {
    return await runHistory(plan, { ground, processes, tally }, checkHistory);
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}
