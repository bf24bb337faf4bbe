import { isContractProcedure } from '@orpc/contract';
import { expect, test } from 'vitest';
import { contract } from '../../../src/contract/contract.ts';
import { needsRecord } from '../../../src/main/app/needsRecord.ts';
import { writes } from '../../../src/main/app/outdated.ts';

function pathsOf(router: object, above: string[] = []): string[][] {
  return Object.entries(router).flatMap(([name, value]) =>
    isContractProcedure(value) ? [[...above, name]] : pathsOf(value, [...above, name]),
  );
}

test('what a desk does not begin while it only reads its record is work on a key or in Entra', () => {
  const refused = pathsOf(contract).filter(needsRecord);
  expect(refused.every(writes)).toBe(true);
  expect(refused.map(path => path.join('.')).toSorted()).toEqual([
    'activation.enterCode',
    'activation.run',
    'activation.signIn',
    'assignments.deleteErased',
    'assignments.revoke',
    'batches.retry',
    'batches.start',
    'deferred.upload',
    'enrollment.begin',
    'enrollment.start',
    'inventory.reportLost',
    'passkeys.delete',
    'reconciliation.mend',
    'workflows.runNow',
    'workflows.work',
  ]);
});
