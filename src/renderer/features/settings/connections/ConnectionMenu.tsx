import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { MoreHorizontalRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionView } from '../../../../contract/connections/schema.ts';
import { api, queryClient } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/AppDialog.tsx';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
import { SetupDialog } from './SetupDialog.tsx';

const words = strings.connections;

/** What can be done with a connection beside signing in. */
export function ConnectionMenu({ connection, current }: { connection: ConnectionView; current: boolean }) {
  const { id, name } = connection;
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const afterwards = { onSuccess: () => void queryClient.invalidateQueries() };
  const use = useMutation(api.connections.use.mutationOptions(afterwards));
  const consent = useMutation(api.connections.openPage.mutationOptions());
  const failed = use.error ?? consent.error;
  return (
    <>
      <Menu positioning="below-end">
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={words.actions(name)} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {!current && <MenuItem onClick={() => use.mutate({ id })}>{words.use}</MenuItem>}
            <MenuItem onClick={() => setOpen('edit')}>{words.edit}</MenuItem>
            {connection.signIn !== 'token' && (
              <MenuItem onClick={() => consent.mutate({ page: 'admin-consent', id })}>{words.consent}</MenuItem>
            )}
            <MenuItem onClick={() => setOpen('remove')}>{words.remove}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {failed && <FailureMessage failure={failureOf(failed)} />}
      {open === 'edit' && <SetupDialog connection={connection} onClose={() => setOpen(null)} />}
      {open === 'remove' && <RemoveDialog connection={connection} onClose={() => setOpen(null)} />}
    </>
  );
}

/** Asks once, then removes; a failure stays in the dialog so that it can be tried again. */
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
    <AppDialog modalType="alert" busy={removal.isPending} onClose={onClose}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.removeTitle(name)}</DialogTitle>
          <DialogContent>
            {words.removeText}
            {removal.isError && <FailureMessage failure={failureOf(removal.error)} />}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" disabledFocusable={removal.isPending} onClick={() => removal.mutate({ id })}>
              {words.remove}
            </Button>
            <Button disabledFocusable={removal.isPending} onClick={onClose}>
              {strings.cancel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}
