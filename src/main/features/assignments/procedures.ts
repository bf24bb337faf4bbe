import { implement } from '@orpc/server';
import { assignmentsContract } from '../../../contract/assignments/procedures.ts';
import { tenantWithId } from '../../../contract/connections/tenantLabel.ts';
import type { BoundTenant } from '../../services/tenant/boundTenant.ts';
import type { ImportedDirectory } from '../directory/imported.ts';
import type { Assignments } from './assignments.ts';
import { exportAssignments } from './export.ts';

export interface AssignmentProcedureScope {
  readonly tenant: BoundTenant;
  readonly assignments: Assignments;
  readonly imported: ImportedDirectory;
}

/** Returns the procedures for assignments. */
export function assignmentsProcedures(scope: () => AssignmentProcedureScope) {
  const os = implement(assignmentsContract);
  return os.router({
    list: os.list.handler(({ input }) => scope().assignments.list(input)),
    assign: os.assign.handler(({ input }) => scope().assignments.assign(input)),
    cancel: os.cancel.handler(({ input }) => scope().assignments.cancel(input.id)),
    retry: os.retry.handler(({ input }) => scope().assignments.retry(input.id)),
    revoke: os.revoke.handler(({ input }) => scope().assignments.revoke(input.id)),
    deleteErased: os.deleteErased.handler(({ input }) => scope().assignments.deleteErased(input.id)),
    bulk: os.bulk.handler(({ input, signal }) => scope().assignments.bulk(input, signal)),
    export: os.export.handler(({ input }) => {
      const { tenant, assignments, imported } = scope();
      return exportAssignments({ assignments, imported, tenant: paperName(tenant) }, input);
    }),
  });
}

/** Returns the name of the tenant for printed reports. */
function paperName({ name, connection }: BoundTenant): string {
  if (connection === null) return '';
  const { tenantId, graphUrl } = connection;
  return tenantWithId({ name: name ?? graphUrl, tenantId });
}
