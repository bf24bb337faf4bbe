import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runEnrollments } from '../../../histories/enrollments/history.ts';
import type { EnrollmentPlan } from '../../../histories/enrollments/plan.ts';
import { noPostgres, type Postgres, startPostgres } from '../../../postgres.ts';

const enroll = (user: number, serial: string) => ({ name: 'enroll', user, serial }) as const;

/** One user at three desks, lost answers of the tenant, and a record that is away. Random ones, also with killed desks: npm run histories -- enrollments. */
const PLAN: EnrollmentPlan = [
  [
    { operation: enroll(0, '280419700'), fault: { name: 'none' } },
    { operation: enroll(0, '281419700'), fault: { name: 'tenant', how: 'lost-answer' } },
    { operation: enroll(1, '282419700'), fault: { name: 'none' } },
  ],
  [
    { operation: enroll(2, '280419701'), fault: { name: 'away', after: 100, time: 700 } },
    { operation: { name: 'assign', user: 3 }, fault: { name: 'none' } },
    { operation: { name: 'lost', serial: '280419700' }, fault: { name: 'none' } },
  ],
];
const LONG = { timeout: 240_000 };

describe.skipIf(noPostgres !== null)('whole enrollments at desks on one record, with faults', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  test('leave each passkey on record, and each record with its passkey', LONG, async () => {
    expect((await runEnrollments(PLAN, postgres)).wrong).toEqual([]);
  });

  test(
    'are checked by what notices a passkey without a record, a record without a passkey, and a changed log',
    LONG,
    async () => {
      const round = [
        { operation: enroll(0, '28041971'), fault: { name: 'none' } },
        { operation: enroll(1, '28041972'), fault: { name: 'none' } },
      ] as const;
      const { wrong } = await runEnrollments([round], postgres, async ({ state }, database) => {
        const [first, ...others] = state.methods;
        if (first === undefined) throw new Error('nobody has a passkey');
        state.methods.splice(0, state.methods.length, { ...first, credentialId: 'made-elsewhere' }, ...others);
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
