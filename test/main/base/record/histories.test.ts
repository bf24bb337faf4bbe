import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeGround } from '../../../histories/ground.ts';
import { diskKinds, kindNames } from '../../../histories/plan.ts';
import { runApart } from '../../../histories/runApart.ts';
import { noDisks } from '../../../histories/smallDisk.ts';
import { noPostgres } from '../../../postgres.ts';

/** One history of each other kind shows that the kind works. Those of enrollments: enrollmentHistories.test.ts. */
const QUICK = 20;
/** No history begins later, in ms. On a busy computer some are left out. */
const TIME = 40_000;

describe.skipIf(noPostgres !== null)('random histories of several desks on one record, with faults', () => {
  let ground: Awaited<ReturnType<typeof makeGround>>;
  beforeAll(async () => {
    ground = await makeGround();
  });
  afterAll(() => ground?.close());

  test(`${QUICK} quick ones, and one of each other kind, leave one truth`, { timeout: 180_000 }, async () => {
    const quick = Array.from({ length: QUICK }, (_, n) => ({ seed: n + 1, kinds: ['quick'] as const }));
    const others = kindNames.filter(
      kind => kind !== 'quick' && kind !== 'enrollments' && (noDisks === null || !diskKinds.includes(kind)),
    );
    const histories = [...others.map(kind => ({ seed: 1, kinds: [kind] })), ...quick];
    const { ran, failed } = await runApart(ground, { histories, together: 3, time: TIME });
    // The seeds are part of what failed: npm run histories -- --count 20 --seed SEED --kinds KIND --again.
    expect(failed).toEqual([]);
    expect(ran).toBeGreaterThan(0);
  });
});

test('the checker of histories uses nothing of the code that it checks', () => {
  const source = readFileSync(join(import.meta.dirname, '../../../histories/check.ts'), 'utf8');
  const imports = [...source.matchAll(/^import (?:type )?.* from '(.*)';$/gm)].map(([line, from]) => [line, from]);
  expect(
    imports.filter(([line, from]) => !String(line).startsWith('import type') && String(from).includes('src/')),
  ).toEqual([]);
  expect(imports.map(([, from]) => from)).not.toEqual([]);
});
