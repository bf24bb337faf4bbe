import { implement } from '@orpc/server';
import { reconciliationContract } from '../../../contract/reconciliation/procedures.ts';
import type { ReconciliationOfTenant } from './reconciliation.ts';

/** Returns the procedures that compare keys, Entra and the record, and remove differences. */
export function reconciliationProcedures(scope: () => ReconciliationOfTenant) {
  const os = implement(reconciliationContract);
  return os.router({
    compare: os.compare.handler(({ input, signal }) => scope().compare(input, signal)),
    report: os.report.handler(({ signal }) => scope().report(signal)),
    mend: os.mend.handler(({ input, signal }) => scope().mend(input, signal)),
  });
}
