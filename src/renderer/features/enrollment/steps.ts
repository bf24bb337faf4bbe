import type { StepName } from '../../../contract/enrollment/schema.ts';
import { strings } from '../../strings.ts';
import type { Run } from './run.ts';

export type StepState = 'waiting' | 'running' | 'done' | 'failed';

/** In order. The type ensures that every step of the contract has words. */
const order = Object.keys(strings.enroll.steps) as StepName[];

/**
 * Returns the state of each step. The step that was running when the enrollment failed is the failed one. The reset is a
 * step only if it happens.
 */
export function stepsOf(run: Run): { name: StepName; state: StepState }[] {
  const current = run.step === null ? -1 : order.indexOf(run.step);
  return order.flatMap((name, i) =>
    name === 'reset' && !run.resets ? [] : [{ name, state: stateOf(i, current, run) }],
  );
}

function stateOf(step: number, current: number, { end }: Run): StepState {
  if (end?.kind === 'completed' || step < current) return 'done';
  if (step > current) return 'waiting';
  return end === null ? 'running' : 'failed';
}
