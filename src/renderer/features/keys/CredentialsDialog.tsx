import { MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import { api, client, queryClient } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { forgetAssignments } from '../assignments/forget.ts';
import { ConfirmRow } from './ConfirmRow.tsx';
import { ErasedPasskeys } from './ErasedPasskeys.tsx';
import { KeyDialog, type KeyDialogProps } from './KeyDialog.tsx';
import { UnlockForm } from './UnlockForm.tsx';
import { useUnlocked } from './useUnlocked.ts';

const words = strings.keyWork;

/** The passkeys on a key, under its PIN; each can be deleted from the key. */
export function CredentialsDialog({ details, onClose, onChanged, onReset }: KeyDialogProps) {
  const { id: keyId, pin: state } = details;
  const [erased, setErased] = useState<readonly Assignment[]>([]);
  const { value, unlock, change, pending, error } = useUnlocked(
    pin => client.keys.credentials.list({ keyId, pin }),
    onChanged,
  );
  return (
    <KeyDialog title={words.credentials} onClose={onClose} busy={pending} error={error}>
      {value === null && <UnlockForm state={state} pending={pending} onReset={onReset} onPin={unlock} />}
      {value?.credentials.map(({ id, rpId, userName, userDisplayName }) => {
        const user = userName ?? userDisplayName ?? words.nobody;
        return (
          <ConfirmRow
            key={id}
            title={user}
            detail={rpId}
            removeLabel={words.deleteCredential(user, rpId)}
            question={words.confirmCredential(user, rpId)}
            disabled={pending}
            onRemove={() =>
              change(async pin => {
                const { revoked } = await client.keys.credentials.delete({ keyId, pin, credentialId: id });
                setErased(before => [...before, ...revoked]);
                void forgetAssignments();
                void queryClient.invalidateQueries({ queryKey: api.enrollment.unfinished.key() });
              })
            }
          />
        );
      })}
      <ErasedPasskeys revoked={erased} />
      {value !== null && value.inconsistent.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.inconsistent(value.inconsistent)}</MessageBarBody>
        </MessageBar>
      )}
      {value !== null && <Text>{words.credentialCount(value.credentials.length, value.remaining)}</Text>}
    </KeyDialog>
  );
}
