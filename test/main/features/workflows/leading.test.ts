import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { osUser } from '../../../../src/main/base/actor.ts';
import { openEngine } from '../../../../src/main/features/workflows/engine/engine.ts';
import { openWorkflowDesk, type WorkflowDesk } from './desk.ts';

const TENANT = 'tenant';
const actors = { tenant: TENANT, there: osUser(), elsewhere: osUser() };
const work = 'workflows' as const;

let desk: WorkflowDesk;
let engine: ReturnType<typeof openEngine>;
beforeEach(async () => {
  desk = await openWorkflowDesk({ users: 3 });
  engine = openEngine({ folder: desk.folder, version: migrations.length });
});
afterEach(async () => {
  engine.close();
  await desk.close();
});

/** Does everything that the engine does in a round. Returns whether any step found work. */
function round(term?: { work: 'workflows'; holder: string; term: number }): boolean {
  const steps = [
    engine.attend(actors, undefined, term),
    engine.announce(term),
    engine.step(actors, term),
    engine.pass(actors, term),
    engine.retry(actors, term),
  ];
  return steps.some(Boolean);
}

describe('the engine in a term', () => {
  test('does nothing for a former leader, and all for the present one', async () => {
    await desk.import();
    const { id } = await desk.create({ trigger: 'user-imported' });
    const { database } = desk.store;
    await database.insertInto('leader').values({ work, holder: 'present', term: 2, fit: 1 }).execute();
    await database
      .insertInto('workflow_pass')
      .values({ id: 'pass', workflow_n: 1, version: 1, started_at: new Date().toISOString() })
      .execute();
    expect(id).toBeDefined();
    for (const former of [
      { work, holder: 'former', term: 1 },
      { work, holder: 'present', term: 1 },
    ]) {
      expect(round(former)).toBe(false);
    }
    expect([await desk.runs(), await desk.assignments()]).toEqual([[], []]);
    while (round({ work, holder: 'present', term: 2 }));
    expect(await desk.runs()).toHaveLength(3);
    expect(await desk.assignments()).toHaveLength(3);
  });
});
