import { MenuItem } from '@fluentui/react-components';
import { CopyRegular, DeleteRegular, EditRegular, PauseRegular, PlayRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { spokenLanguage } from '../../../words/say.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { MoreMenu } from '../../ui/actions/MoreMenu.tsx';
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { goTo } from '../../ui/page/route.ts';
import { RunNowDialog } from './RunNowDialog.tsx';
import { refreshWorkflows } from './refresh.ts';

const words = strings.workflows;

/** The actions of a workflow. */
export function WorkflowActions({ workflow }: { workflow: Workflow }) {
  const { id, name, state } = workflow;
  const [dialog, setDialog] = useState<'run' | 'delete' | null>(null);
  const setEnabled = useMutation(api.workflows.setEnabled.mutationOptions({ onSettled: refreshWorkflows }));
  const duplicate = useMutation(
    api.workflows.duplicate.mutationOptions({
      onSuccess: async copy => {
        await refreshWorkflows();
        goTo({ page: 'workflow', workflow: copy.id });
      },
    }),
  );
  const remove = useMutation(
    api.workflows.delete.mutationOptions({
      onSuccess: async () => {
        goTo({ page: 'workflows' });
        await refreshWorkflows();
      },
    }),
  );
  const failed = setEnabled.error ?? duplicate.error;
  const enabled = state !== 'disabled';
  return (
    <>
      <MoreMenu label={`${words.more}: ${name}`}>
        <MenuItem
          icon={enabled ? <PauseRegular /> : <PlayRegular />}
          onClick={() => setEnabled.mutate({ id, enabled: !enabled })}
        >
          {enabled ? words.disable : words.enable}
        </MenuItem>
        <MenuItem icon={<EditRegular />} onClick={() => goTo({ page: 'edit-workflow', workflow: id })}>
          {words.edit}
        </MenuItem>
        <MenuItem icon={<CopyRegular />} onClick={() => duplicate.mutate({ id, language: spokenLanguage() })}>
          {words.duplicate}
        </MenuItem>
        <MenuItem icon={<PlayRegular />} disabled={!enabled} onClick={() => setDialog('run')}>
          {words.runNow}
        </MenuItem>
        <MenuItem icon={<DeleteRegular />} onClick={() => setDialog('delete')}>
          {words.remove}
        </MenuItem>
      </MoreMenu>
      <CallFailure error={failed} />
      {dialog === 'run' && <RunNowDialog workflow={workflow} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={words.deleteTitle({ name })}
          action={words.remove}
          work={remove}
          onConfirm={() => remove.mutate({ id })}
          onClose={() => setDialog(null)}
        >
          {words.deleteText}
        </ConfirmDialog>
      )}
    </>
  );
}
