import type { Postgres } from '../../test/postgres.ts';
import type { Figure } from '../figure.ts';
import { startPeer } from '../peer.ts';
import type { WorkflowAnswer, WorkflowQuestion } from '../workflowPeer.ts';

const USERS = 100_000;
const WORKFLOWS = 20;

/** The engine of workflows at a desk on a record, compared with plain inserts of the same rows into PostgreSQL. */
export async function engineFigures(postgres: Postgres): Promise<Figure[]> {
  const urls = [await postgres.database('engine'), await postgres.database('plain')] as const;
  const peer = startPeer<WorkflowQuestion, WorkflowAnswer>('workflowPeer.ts');
  const { ms, runs, assignments, plainMs } = await peer.ask({ users: USERS, workflows: WORKFLOWS, urls });
  peer.close();
  return [
    {
      name: `workflows on a record: ${USERS.toLocaleString('en')} users imported, ${WORKFLOWS} workflows`,
      value: (USERS / ms) * 1000,
      unit: 'users/s',
      floor: { name: 'the same rows inserted plainly', value: (USERS / plainMs) * 1000 },
      goal: 0.2,
      note: `${runs} runs, ${assignments} assigned`,
    },
  ];
}
