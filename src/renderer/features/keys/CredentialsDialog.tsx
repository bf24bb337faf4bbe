import { MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import { credentialCountWords, inconsistentWords } from '../../../contract/keys/words.ts';
import { api, client, queryClient } from '../../client/client.ts';
import { refreshAssignments } from '../../client/refreshAssignments.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { ConfirmRow } from './ConfirmRow.tsx';
import { ErasedPasskeys } from './ErasedPasskeys.tsx';
import type { KeyDialogProps } from './KeyDialog.ts';
import { UnlockForm } from './UnlockForm.tsx';
import { useUnlocked } from './useUnlocked.ts';

const words = strings.keyWork;

/** The passkeys on a key. Needs the PIN. Each can be deleted from the key. */
export function CredentialsDialog({ details, onClose, onChanged, onReset }: KeyDialogProps) {
  const { id: keyId, pin: state } = details;
  const [erased, setErased] = useState<readonly Assignment[]>([]);
  const { value, unlock, change, work } = useUnlocked(pin => client.keys.credentials.list({ keyId, pin }), onChanged);
  return (
    <AppDialog title={words.credentials} work={work} onClose={onClose}>
      {value === null && <UnlockForm state={state} pending={work.isPending} onReset={onReset} onPin={unlock} />}
      {value?.credentials.map(({ id, rpId, userName, userDisplayName }) => {
        const user = userName ?? userDisplayName ?? words.nobody;
        return (
          <ConfirmRow
            key={id}
            title={user}
            detail={rpId}
            removeLabel={words.deleteCredential({ user, website: rpId })}
            question={words.confirmCredential({ user, website: rpId })}
            disabled={work.isPending}
            onRemove={() =>
              change(async pin => {
                const { revoked } = await client.keys.credentials.delete({ keyId, pin, credentialId: id });
                setErased(before => [...before, ...revoked]);
                void refreshAssignments();
                void queryClient.invalidateQueries({ queryKey: api.enrollment.unfinished.key() });
              })
            }
          />
        );
      })}
      <ErasedPasskeys revoked={erased} />
      {value !== null && value.inconsistent.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{inconsistentWords(value.inconsistent)}</MessageBarBody>
        </MessageBar>
      )}
      {value !== null && <Text>{credentialCountWords(value.credentials.length, value.remaining)}</Text>}
    </AppDialog>
  );
}
