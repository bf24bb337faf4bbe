import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runEnrollments } from '../../../histories/enrollments/history.ts';
import { enrollmentPlan } from '../../../histories/enrollments/plan.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';

/** More: npm run histories -- enrollments. */
const SEEDS = [1, 100];
const LONG = { timeout: 240_000 };

describe.skipIf(noPostgres !== null)('whole enrollments at three desks on one record, with faults', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  test.each(SEEDS)('history %i leaves each passkey on record, and each record with its passkey', LONG, async seed => {
    expect((await runEnrollments(enrollmentPlan(seed), postgres)).wrong).toEqual([]);
  });

  test(
    'the checker notices a passkey without a record, a record without a passkey, and a broken chain',
    LONG,
    async () => {
      const enroll = { operation: { name: 'enroll', user: 0, serial: '28041971' }, fault: { name: 'none' } } as const;
      const other = { operation: { name: 'enroll', user: 1, serial: '28041972' }, fault: { name: 'none' } } as const;
      const { wrong } = await runEnrollments([[enroll, other]], postgres, async (graph, database) => {
        const [first] = graph.state.methods.splice(0, 1);
        graph.state.methods.push({
          ...graph.state.methods[0],
          ...first,
          credentialId: 'made-elsewhere',
        } as typeof first & object);
        await postgres.query(
          database,
          `SET session_replication_role = replica; UPDATE keydesk.activity SET actor = 'nobody' WHERE seq = 1`,
        );
      });
      expect(wrong).toContainEqual(expect.stringMatching(/^the passkey made-elsewhere is not on record/));
      expect(wrong).toContainEqual(expect.stringMatching(/is active without a passkey$/));
      expect(wrong).toContainEqual(expect.stringMatching(/^the entry 1 was changed$/));
      expect(wrong).toContainEqual(expect.stringMatching(/^activity of desk \d differs/));
    },
  );
});
