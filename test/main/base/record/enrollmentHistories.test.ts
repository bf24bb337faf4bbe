import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskProcesses } from '../../../histories/deskProcess.ts';
import { checkEnrollments } from '../../../histories/enrollments/check.ts';
import { runEnrollments } from '../../../histories/enrollments/history.ts';
import type { EnrollingQuestion } from '../../../histories/enrollments/messages.ts';
import { type EnrollingPlan, type EnrollingStep, enrollingPlanOf } from '../../../histories/enrollments/plan.ts';
import { makeGround, openGround } from '../../../histories/ground.ts';
import { Tally } from '../../../histories/tally.ts';
import { noPostgres } from '../../../postgres.ts';
import { programs } from '../../../programs.ts';

const step = (user: number, fault: EnrollingStep['fault'] = { name: 'none' }): EnrollingStep => ({
  operation: 'enroll',
  user,
  key: user,
  fault,
});

/** Each user has a key of their own, and none is lost: docs/testing.md says what histories without this limit find. */
const apart = ({ seed, desks }: EnrollingPlan): EnrollingPlan => ({
  seed,
  desks: desks.map(steps =>
    steps.map(one => ({ ...one, key: one.user, operation: one.operation === 'lost' ? 'assign' : one.operation })),
  ),
});

describe.skipIf(noPostgres !== null)('random histories with whole enrollments', { timeout: 120_000 }, () => {
  const desks = deskProcesses<EnrollingQuestion>(programs.enrollingDesk);
  let made: Awaited<ReturnType<typeof makeGround>>;
  let ground: Awaited<ReturnType<typeof openGround>>;
  beforeAll(async () => {
    made = await makeGround();
    ground = await openGround(made);
  });
  afterAll(async () => {
    await desks.close();
    await ground?.close();
    await made?.close();
  });
  const run = (plan: EnrollingPlan) => runEnrollments(plan, { ground, desks, tally: new Tally() }, checkEnrollments);

  test.each([3, 5])('the passkeys of the tenant are those of the record: seed %i', async seed => {
    expect(await run(apart(enrollingPlanOf(seed)))).toEqual([]);
  });

  test.each([1, 2])('a passkey that was registered while the record was away is recorded once: seed %i', async seed => {
    const away = { name: 'away', time: 3600_000 } as const;
    const atPost = { ...away, name: 'away-at-post' } as const;
    expect(await run({ seed, desks: [[step(1, atPost)], [step(2, away)]] })).toEqual([]);
  });

  test('the checker reports an enrollment that is not recorded later', async () => {
    const atPost = { name: 'away-at-post', time: 3600_000 } as const;
    const wrong = await run({ seed: 1, desks: [[step(1, atPost)]], sabotage: 'forgotten' });
    expect(wrong).toContainEqual(expect.stringMatching(/^the passkey .* has no assignment/));
    expect(wrong).toContainEqual(expect.stringMatching(/^desk 0 completed the passkey .* not on record$/));
  });

  test('the checker reports a passkey that is gone from the tenant', async () => {
    const wrong = await run({ seed: 1, desks: [[step(1)]], sabotage: 'deleted' });
    expect(wrong).toEqual([expect.stringMatching(/^an active assignment has no passkey in the tenant/)]);
  });
});
