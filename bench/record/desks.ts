import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from '../../test/postgres.ts';
import type { Figure } from '../figure.ts';
import { startPeer } from '../peer.ts';
import type { TenantAnswer, TenantQuestion } from '../tenantPeer.ts';
import type { EnrollingAnswer, EnrollingQuestion } from './enrollingPeer.ts';

const DESKS = 20;
/** How many keys each desk makes. */
const KEYS = 6;
/** How long each desk needs for a key, in ms. A quick person with a real key needs longer. */
const PACE = 10_000;
/** In ms. */
const [MOST_TRANSACTION, MOST_SEEN] = [25, 500];

/** Twenty desks as processes, each giving keys to users of one tenant. */
export async function deskFigures(postgres: Postgres): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const tenant = startPeer<TenantQuestion, TenantAnswer>('tenantPeer.ts');
  const desks = Array.from({ length: DESKS }, () =>
    startPeer<EnrollingQuestion, EnrollingAnswer | null>('record/enrollingPeer.ts'),
  );
  try {
    const users = usable(DESKS * KEYS);
    const { url: graphUrl, token } = await tenant.ask({ users: DESKS * KEYS * 2 });
    const url = await postgres.database('desks');
    // One after the other: the first desk makes the record.
    for (const [n, desk] of desks.entries()) {
      const own = join(folder, String(n));
      mkdirSync(own, { mode: 0o700 });
      await desk.ask({
        step: 'open',
        folder: own,
        name: `Desk ${n}`,
        url,
        isFirst: n === 0,
        graph: { graphUrl, token },
      });
    }
    await Promise.all(
      desks.map((desk, n) =>
        desk.ask({
          step: 'enroll',
          users: users.slice(n * KEYS, (n + 1) * KEYS),
          pace: PACE,
          delay: (n * PACE) / DESKS,
        }),
      ),
    );
    // The last change reaches the others.
    await sleep(3000);
    const answers = await Promise.all(desks.map(desk => desk.ask({ step: 'tell' })));
    await Promise.all(desks.map(desk => desk.ask({ step: 'close' })));
    return figuresOf(answers.filter(answer => answer !== null));
  } finally {
    for (const peer of [...desks, tenant]) peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(answers: readonly EnrollingAnswer[]): Figure[] {
  const transactions = answers.flatMap(answer => answer.transactions);
  const enrollments = answers.flatMap(answer => answer.enrollments);
  const failures = answers.flatMap(answer => answer.failures);
  const allowed = (value: number) => ({ name: 'the most that is allowed', value });
  return [
    {
      name: `${DESKS} desks, ${DESKS * KEYS} keys: transactions in the record, 95 %`,
      value: percentile(transactions, 0.95),
      unit: 'ms',
      floor: allowed(MOST_TRANSACTION),
      goal: 1,
      note: `${transactions.length}, median ${percentile(transactions, 0.5).toFixed(1)} ms; an enrollment ${percentile(enrollments, 0.5).toFixed(0)} ms`,
    },
    {
      name: `${DESKS} desks: until the others see a change, 95 %`,
      value: percentile(delays(answers), 0.95),
      unit: 'ms',
      floor: allowed(MOST_SEEN),
      goal: 1,
      note: `median ${percentile(delays(answers), 0.5).toFixed(0)} ms`,
    },
    {
      name: `${DESKS} desks: enrollments that failed`,
      value: failures.length,
      unit: '',
      note: [...new Set(failures)].join(', '),
    },
  ];
}

/** How long after the first desk each other desk had each revision. The first one is the desk that made it. */
function delays(answers: readonly EnrollingAnswer[]): number[] {
  const revisions = new Set(answers.flatMap(({ seen }) => [...seen.keys()]));
  return [...revisions].flatMap(revision => {
    const times = answers.map(({ seen }) => seen.get(revision) ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
    const [first = 0, ...others] = times;
    return others.map(time => time - first);
  });
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The users of the simulated tenant that may have a passkey. */
function usable(count: number): string[] {
  const numbers = Array.from({ length: count * 2 }, (_, n) => n + 1).filter(
    n => n % 29 !== 0 && n % 37 !== 0 && n % 97 !== 0,
  );
  return numbers.slice(0, count).map(n => `user${n}@contoso.example`);
}
