import { useMutation } from '@tanstack/react-query';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx';
import { PreviewList } from './PreviewList.tsx';
import { refreshWorkflows } from './refresh.ts';

const words = strings.workflows;

/** Shows which users the workflow applies to, then runs it. */
export function RunNowDialog({ workflow, onClose }: { workflow: Workflow; onClose: () => void }) {
  const { id, name, group, trigger, existing, counted } = workflow;
  const run = useMutation(
    api.workflows.runNow.mutationOptions({
      onSuccess: async () => {
        onClose();
        await refreshWorkflows();
      },
    }),
  );
  return (
    <ConfirmDialog
      title={words.runNowTitle({ name })}
      action={words.run}
      work={run}
      onConfirm={() => run.mutate({ id })}
      onClose={onClose}
    >
      <PreviewList request={{ id, group, trigger, existing, counted }} />
    </ConfirmDialog>
  );
}
