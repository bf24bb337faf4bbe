import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { KeyPinInput } from '../../ui/form/KeyPinInput.tsx';
import { NewPinFields } from '../../ui/form/NewPinFields.tsx';
import type { KeyDialogProps } from './KeyDialog.ts';
import { PinBlocked } from './PinBlocked.tsx';

const words = strings.keyWork;

/** Sets the first PIN of a key, or changes its PIN. SECURITY: gcTime 0, so that no cache keeps the typed PIN. */
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
  const title = state.set ? words.changePin : words.setPin;
  const ready = next !== null && (present !== '' || !state.set);
  return (
    <AppDialog
      title={title}
      action={
        block === null
          ? { label: title, disabled: !ready, onClick: () => next !== null && work.mutate(next) }
          : undefined
      }
      closeLabel={strings.cancel}
      work={work}
      onClose={onClose}
    >
      {block !== null && <PinBlocked failure={block} onReset={onReset} />}
      {block === null && state.set && (
        <KeyPinInput state={state} label={words.currentPin} value={present} onChange={setPresent} />
      )}
      {block === null && <NewPinFields rules={state} label={words.newPin} focus={!state.set} onChange={setNext} />}
    </AppDialog>
  );
}
