import {
  Button,
  Checkbox,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReviewedPasskey } from '../../../contract/passkeys/review.ts';
import type { User } from '../../../contract/users/schema.ts';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/AppDialog.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { PinInput } from '../../ui/PinInput.tsx';
import { forgetAssignments } from '../assignments/forget.ts';
import { usePluggedHolder } from './usePluggedHolder.ts';

const words = strings.passkeys;

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/**
 * Asks once, then deletes in Entra, and from the key where it is plugged in and its PIN is given. In that order: what is on the
 * key alone is of no use to anybody. A failure stays in the dialog so that it can be tried again.
 */
export function DeletePasskeyDialog(props: { user: User; passkey: ReviewedPasskey; onClose: () => void }) {
  const styles = useStyles();
  const { user, passkey, onClose } = props;
  const holder = usePluggedHolder(passkey);
  const [fromKey, setFromKey] = useState(true);
  const [pin, setPin] = useState('');
  const [inEntra, setInEntra] = useState(true);
  const both = holder !== null && fromKey;
  const deletion = useMutation({
    // SECURITY: the PIN stays in the dialog; no cache keeps it.
    gcTime: 0,
    mutationFn: async () => {
      if (inEntra) await client.passkeys.delete({ user: user.id, id: passkey.id });
      setInEntra(false);
      if (both) await client.keys.credentials.delete({ keyId: holder.keyId, pin, credentialId: holder.credentialId });
    },
    onSuccess: () => {
      void forgetAssignments();
      onClose();
    },
  });
  const close = () => {
    // Until now the list was kept as it was: the row of this dialog is in it.
    if (!inEntra) void forgetAssignments();
    onClose();
  };
  return (
    <AppDialog modalType="alert" busy={deletion.isPending} onClose={close}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.confirmTitle}</DialogTitle>
          <DialogContent className={styles.content}>
            <Text>{inEntra ? words.confirm(passkey.displayName, user.displayName) : words.deletedInEntra}</Text>
            {holder === null && <Text>{words.keepsCopy}</Text>}
            {holder !== null && inEntra && (
              <Checkbox
                label={words.fromKey(holder.name)}
                checked={fromKey}
                onChange={(_, data) => setFromKey(data.checked === true)}
              />
            )}
            {both && <PinInput label={strings.enroll.pin} hint={words.fromKeyHint} value={pin} onChange={setPin} />}
            {deletion.isError && <FailureMessage failure={failureOf(deletion.error)} />}
            {!inEntra && !deletion.isPending && (
              <MessageBar intent="warning" layout="multiline">
                <MessageBarBody>{words.stillOnKey}</MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              disabledFocusable={deletion.isPending || (both && pin === '')}
              onClick={() => deletion.mutate()}
            >
              {words.delete}
            </Button>
            <Button disabledFocusable={deletion.isPending} onClick={close}>
              {inEntra ? strings.cancel : words.leave}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </AppDialog>
  );
}
