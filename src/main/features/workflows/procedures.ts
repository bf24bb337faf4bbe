import { implement } from '@orpc/server';
import { workflowsContract } from '../../../contract/workflows/procedures.ts';
import type { Workflows } from './workflows.ts';

/** Returns the procedures for workflows. */
export function workflowsProcedures(scope: () => Workflows) {
  const os = implement(workflowsContract);
  return os.router({
    list: os.list.handler(() => scope().list()),
    get: os.get.handler(({ input }) => scope().get(input.id)),
    create: os.create.handler(({ input }) => scope().create(input)),
    edit: os.edit.handler(({ input: { id, ...draft } }) => scope().edit(id, draft)),
    setEnabled: os.setEnabled.handler(({ input }) => scope().setEnabled(input.id, input.enabled)),
    duplicate: os.duplicate.handler(({ input }) => scope().duplicate(input.id, input.language)),
    delete: os.delete.handler(({ input }) => scope().delete(input.id)),
    preview: os.preview.handler(({ input }) => scope().preview(input)),
    runNow: os.runNow.handler(({ input }) => scope().runNow(input.id)),
    runs: os.runs.handler(({ input }) => scope().runs(input)),
    retry: os.retry.handler(({ input }) => scope().retry(input.n)),
    work: os.work.handler(() => scope().work()),
  });
}
