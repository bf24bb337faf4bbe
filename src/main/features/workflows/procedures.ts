import { implement } from '@orpc/server';
import { workflowsContract } from '../../../contract/workflows/procedures.ts';
import type { Workflows } from './workflows.ts';

/** Workflows, which assign passkeys automatically. */
export function workflowsProcedures(bind: () => Workflows) {
  const os = implement(workflowsContract);
  return os.router({
    list: os.list.handler(() => bind().list()),
    get: os.get.handler(({ input }) => bind().get(input.id)),
    create: os.create.handler(({ input }) => bind().create(input)),
    edit: os.edit.handler(({ input: { id, ...draft } }) => bind().edit(id, draft)),
    setEnabled: os.setEnabled.handler(({ input }) => bind().setEnabled(input.id, input.enabled)),
    duplicate: os.duplicate.handler(({ input }) => bind().duplicate(input.id)),
    delete: os.delete.handler(({ input }) => bind().delete(input.id)),
    preview: os.preview.handler(({ input }) => bind().preview(input)),
    runNow: os.runNow.handler(({ input }) => bind().runNow(input.id)),
    runs: os.runs.handler(({ input }) => bind().runs(input)),
    retry: os.retry.handler(({ input }) => bind().retry(input.n)),
    work: os.work.handler(() => bind().work()),
  });
}
