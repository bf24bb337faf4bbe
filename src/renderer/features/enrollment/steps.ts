import type { StepName } from '../../../contract/enrollment/schema.ts';
import { strings } from '../../strings.ts';
import type { Run } from './run.ts';

export type StepState = 'waiting' | 'running' | 'done' | 'failed';

/** In their order; typed by the contract through the words that each must have. */
const order = Object.keys(strings.enroll.steps) as StepName[];

/** How far each step is. A step that was running when the enrollment ended badly is the one that failed. */
export function stepsOf(run: Run): { name: StepName; state: StepState }[] {
  const current = run.step === null ? -1 : order.indexOf(run.step);
  return order.map((name, i) => ({ name, state: stateOf(i, current, run) }));
}

function stateOf(step: number, current: number, { end }: Run): StepState {
  if (end?.kind === 'completed' || step < current) return 'done';
  if (step > current) return 'waiting';
  return end === null ? 'running' : 'failed';
}
