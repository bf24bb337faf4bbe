/** Measures 100,000 imported users with 20 workflows. The floor plainly inserts the same rows. */
import type { Figure } from './figure.ts';
import { startPeer } from './peer.ts';
import type { WorkflowAnswer, WorkflowQuestion } from './workflowPeer.ts';

const USERS = 100_000;
const WORKFLOWS = 20;
/** In MB. */
const MOST_GROWTH = 50;
/** In ms. */
const MOST_DELAY = 20;

export async function workflowFigures(): Promise<Figure[]> {
  const peer = startPeer<WorkflowQuestion, WorkflowAnswer>('workflowPeer.ts');
  const { ms, runs, assignments, plainMs, growth, longestDelay } = await peer.ask({
    users: USERS,
    workflows: WORKFLOWS,
  });
  peer.close();
  return [
    {
      name: `workflows: ${USERS.toLocaleString('en')} users imported, ${WORKFLOWS} workflows`,
      value: (USERS / ms) * 1000,
      unit: 'users/s',
      floor: { name: 'the same rows inserted plainly', value: (USERS / plainMs) * 1000 },
      goal: 0.2,
      note: `${runs} runs, ${assignments} assigned`,
    },
    {
      name: 'workflows: growth of memory meanwhile',
      value: growth,
      unit: 'MB',
      floor: { name: 'goal', value: MOST_GROWTH },
      goal: 1,
    },
    {
      name: 'workflows: event loop of the core, longest delay',
      value: longestDelay,
      unit: 'ms',
      floor: { name: 'the most that is allowed', value: MOST_DELAY },
      goal: 1,
    },
  ];
}
