import { useMutation } from '@tanstack/react-query';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { PreviewList } from './PreviewList.tsx';
import { refreshWorkflows } from './refresh.ts';

const words = strings.workflows;

/** Tells whom it would concern, then does it. */
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
      title={words.runNowTitle(name)}
      action={words.run}
      pending={run.isPending}
      error={run.error}
      onConfirm={() => run.mutate({ id })}
      onClose={onClose}
    >
      <PreviewList request={{ id, group, trigger, existing, counted }} />
    </ConfirmDialog>
  );
}
