import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import {
  CopyRegular,
  DeleteRegular,
  EditRegular,
  MoreHorizontalRegular,
  PauseRegular,
  PlayRegular,
} from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { goTo } from '../../app/route.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { RunNowDialog } from './RunNowDialog.tsx';
import { refreshWorkflows } from './refresh.ts';

const words = strings.workflows;

/** What can be done with a workflow. */
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
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={`${words.more}: ${name}`} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem
              icon={enabled ? <PauseRegular /> : <PlayRegular />}
              onClick={() => setEnabled.mutate({ id, enabled: !enabled })}
            >
              {enabled ? words.disable : words.enable}
            </MenuItem>
            <MenuItem icon={<EditRegular />} onClick={() => goTo({ page: 'edit-workflow', workflow: id })}>
              {words.edit}
            </MenuItem>
            <MenuItem icon={<CopyRegular />} onClick={() => duplicate.mutate({ id })}>
              {words.duplicate}
            </MenuItem>
            <MenuItem icon={<PlayRegular />} disabled={!enabled} onClick={() => setDialog('run')}>
              {words.runNow}
            </MenuItem>
            <MenuItem icon={<DeleteRegular />} onClick={() => setDialog('delete')}>
              {words.remove}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {failed && <FailureMessage failure={failureOf(failed)} />}
      {dialog === 'run' && <RunNowDialog workflow={workflow} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={words.deleteTitle(name)}
          action={words.remove}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id })}
          onClose={() => setDialog(null)}
        >
          {words.deleteText}
        </ConfirmDialog>
      )}
    </>
  );
}
