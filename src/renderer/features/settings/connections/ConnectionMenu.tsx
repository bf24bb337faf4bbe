import { MenuItem } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionView } from '../../../../contract/connections/schema.ts';
import { api, queryClient } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { MoreMenu } from '../../../ui/actions/MoreMenu.tsx';
import { ConfirmDialog } from '../../../ui/dialog/ConfirmDialog.tsx';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { SetupDialog } from './SetupDialog.tsx';

const words = strings.connections;

/** The actions of a connection except signing in. */
export function ConnectionMenu({ connection, current }: { connection: ConnectionView; current: boolean }) {
  const { id, name } = connection;
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const afterwards = { onSuccess: () => void queryClient.invalidateQueries() };
  const use = useMutation(api.connections.use.mutationOptions(afterwards));
  const consent = useMutation(api.connections.openPage.mutationOptions());
  const failed = use.error ?? consent.error;
  return (
    <>
      <MoreMenu label={words.actions({ name })}>
        {!current && <MenuItem onClick={() => use.mutate({ id })}>{words.use}</MenuItem>}
        <MenuItem onClick={() => setOpen('edit')}>{words.edit}</MenuItem>
        {connection.signIn !== 'token' && (
          <MenuItem onClick={() => consent.mutate({ page: 'admin-consent', id })}>{words.consent}</MenuItem>
        )}
        <MenuItem onClick={() => setOpen('remove')}>{words.remove}</MenuItem>
      </MoreMenu>
      <CallFailure error={failed} />
      {open === 'edit' && <SetupDialog connection={connection} onClose={() => setOpen(null)} />}
      {open === 'remove' && <RemoveDialog connection={connection} onClose={() => setOpen(null)} />}
    </>
  );
}

function RemoveDialog({ connection: { id, name }, onClose }: { connection: ConnectionView; onClose: () => void }) {
  const removal = useMutation(
    api.connections.remove.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries();
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      title={words.removeTitle({ name })}
      action={words.remove}
      work={removal}
      onConfirm={() => removal.mutate({ id })}
      onClose={onClose}
    >
      {words.removeText}
    </ConfirmDialog>
  );
}
