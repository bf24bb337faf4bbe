import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { costs, hasLibfido2, hasPython, keydesk, libfido2, pythonFido2, type Step, steps } from './steps.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Transactions, and reports out, that each step costs Keydesk on a key with PIN protocol two. */
const exact: Readonly<Record<Step, readonly [number, number]>> = {
  open: [2, 2],
  setPin: [2, 5],
  make: [3, 7],
  assert: [3, 6],
  list: [4, 7],
};

test('each step costs exactly this', async () => {
  const own = await costs(keydesk);
  expect(Object.fromEntries(steps.map(step => [step, [own[step].transactions, own[step].out]]))).toEqual(exact);
});

describe.skipIf(!hasLibfido2)('beside libfido2 (needs libfido2-dev and gcc)', () => {
  test('no step costs more transactions or reports', async () => {
    const [own, theirs] = [await costs(keydesk), await costs(await libfido2(folder))];
    for (const step of steps) {
      expect(own[step].transactions, step).toBeLessThanOrEqual(theirs[step].transactions);
      expect(own[step].out, step).toBeLessThanOrEqual(theirs[step].out);
    }
  });
});

describe.skipIf(!hasPython)('beside python-fido2 (needs python3-fido2)', () => {
  test('no step costs more transactions or reports', async () => {
    const [own, theirs] = [await costs(keydesk), await costs(pythonFido2())];
    for (const step of steps) {
      expect(own[step].transactions, step).toBeLessThanOrEqual(theirs[step].transactions);
      expect(own[step].out, step).toBeLessThanOrEqual(theirs[step].out);
    }
  });
});
