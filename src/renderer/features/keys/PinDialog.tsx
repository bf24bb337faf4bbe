import { Button } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { NewPinFields } from '../../ui/NewPinFields.tsx';
import { PinInput } from '../../ui/PinInput.tsx';
import { KeyDialog, type KeyDialogProps } from './KeyDialog.tsx';
import { PinBlocked } from './PinBlocked.tsx';

const words = strings.keyWork;

/** Sets the first PIN of a key, or changes the one it has. SECURITY: gcTime 0, so that no cache keeps what was typed. */
export function PinDialog({ details, onClose, onChanged, onReset }: KeyDialogProps) {
  const { id: keyId, pin: state } = details;
  const [present, setPresent] = useState('');
  const [next, setNext] = useState<string | null>(null);
  const work = useMutation({
    mutationFn: (newPin: string) =>
      state.set ? client.keys.changePin({ keyId, pin: present, newPin }) : client.keys.setPin({ keyId, pin: newPin }),
    gcTime: 0,
    onSettled: onChanged,
    onSuccess: onClose,
  });
  const block = pinBlock(state);
  const ready = next !== null && (present !== '' || !state.set);
  return (
    <KeyDialog
      title={state.set ? words.changePin : words.setPin}
      onClose={onClose}
      busy={work.isPending}
      error={work.error}
      closeLabel={strings.cancel}
      action={
        block === null && (
          <Button
            appearance="primary"
            disabledFocusable={!ready || work.isPending}
            onClick={() => next !== null && work.mutate(next)}
          >
            {state.set ? words.changePin : words.setPin}
          </Button>
        )
      }
    >
      {block !== null && <PinBlocked failure={block} onReset={onReset} />}
      {block === null && state.set && (
        <PinInput
          label={words.presentPin}
          {...(state.retries === undefined ? {} : { hint: strings.enroll.pinRetries(state.retries) })}
          value={present}
          onChange={setPresent}
          focus
        />
      )}
      {block === null && <NewPinFields rules={state} label={words.newPin} focus={!state.set} onChange={setNext} />}
    </KeyDialog>
  );
}
