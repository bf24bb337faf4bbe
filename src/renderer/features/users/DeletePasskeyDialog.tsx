import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { Passkey, User } from '../../../contract/users.ts';
import { api, queryClient } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { strings } from '../../strings.ts';

const words = strings.passkeys;

/** Asks once, then deletes; a failure stays in the dialog so that it can be tried again. */
export function DeletePasskeyDialog(props: { user: User; passkey: Passkey; onClose: () => void }) {
  const { user, passkey, onClose } = props;
  const deletion = useMutation(
    api.passkeys.delete.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.passkeys.list.key() });
        onClose();
      },
    }),
  );
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && !deletion.isPending && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.confirmTitle}</DialogTitle>
          <DialogContent>
            {words.confirm(passkey.displayName, user.displayName)}
            {deletion.isError && <FailureMessage failure={failureOf(deletion.error)} />}
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              disabled={deletion.isPending}
              onClick={() => deletion.mutate({ user: user.id, id: passkey.id })}
            >
              {words.delete}
            </Button>
            <Button disabled={deletion.isPending} onClick={onClose}>
              {strings.cancel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
