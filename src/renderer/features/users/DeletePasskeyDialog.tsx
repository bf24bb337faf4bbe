import { Checkbox, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReviewedPasskey } from '../../../contract/passkeys/review.ts';
import type { User } from '../../../contract/users/schema.ts';
import { client } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { PinInput } from '../../ui/form/PinInput.tsx';
import { usePluggedHolder } from './usePluggedHolder.ts';

const words = strings.passkeys;

/**
 * Deletes a passkey in Entra, after a question. If its key is plugged in and the person enters the PIN, it then deletes the passkey from
 * the key. Entra comes first, because a passkey that is only on the key cannot sign in.
 */
export function DeletePasskeyDialog(props: { user: User; passkey: ReviewedPasskey; onClose: () => void }) {
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
      void refreshAssignments();
      onClose();
    },
  });
  const close = () => {
    // Not earlier: the row that opened this dialog would disappear, and the dialog with it.
    if (!inEntra) void refreshAssignments();
    onClose();
  };
  return (
    <AppDialog
      title={words.confirmTitle}
      modalType="alert"
      action={{ label: words.delete, disabled: both && pin === '', onClick: () => deletion.mutate() }}
      closeLabel={inEntra ? strings.cancel : words.leave}
      work={deletion}
      onClose={close}
    >
      <Text>
        {inEntra ? words.confirm({ name: passkey.displayName, user: user.displayName }) : words.deletedInEntra}
      </Text>
      {holder === null && <Text>{words.keepsCopy}</Text>}
      {holder !== null && inEntra && (
        <Checkbox
          label={words.fromKey({ key: holder.name })}
          checked={fromKey}
          onChange={(_, data) => setFromKey(data.checked === true)}
        />
      )}
      {both && <PinInput label={strings.enroll.pin} hint={words.fromKeyHint} value={pin} onChange={setPin} />}
      {!inEntra && !deletion.isPending && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.stillOnKey}</MessageBarBody>
        </MessageBar>
      )}
    </AppDialog>
  );
}
