/** Counts the CTAPHID reports of each operation on a key, compared with other hosts on the same software key. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Cost,
  costs,
  hasLibfido2,
  hasPython,
  keydesk,
  libfido2,
  pythonFido2,
  type Step,
  steps,
} from '../test/oracles/key/steps.ts';
import type { Figure } from './figure.ts';

const names: Readonly<Record<Step, string>> = {
  open: 'open',
  setPin: 'set PIN',
  make: 'makeCredential with PIN',
  assert: 'getAssertion with PIN',
  list: 'list credentials',
};

export async function reportCountFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  const own = await costs(keydesk);
  const lib = hasLibfido2 ? await costs(await libfido2(folder)) : undefined;
  const python = hasPython ? await costs(pythonFido2()) : undefined;
  rmSync(folder, { recursive: true, force: true });
  return steps.map(step => ({
    name: `reports out, ${names[step]}`,
    value: own[step].out,
    unit: 'reports',
    ...(lib === undefined ? {} : { floor: { name: 'libfido2', value: lib[step].out }, goal: 1 }),
    note: `in ${own[step].in}; transactions ${own[step].transactions}, libfido2 ${told(lib, step)}, python-fido2 ${told(python, step)}`,
  }));
}

function told(theirs: Record<Step, Cost> | undefined, step: Step): string {
  return theirs === undefined ? 'not here' : `${theirs[step].transactions} (${theirs[step].out} out)`;
}
