import { useState } from 'react';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import type { PinState } from '../../../contract/keys/schema.ts';
import { KeyPinInput } from '../../ui/form/KeyPinInput.tsx';
import { PinForm } from '../../ui/form/PinForm.tsx';
import { PinBlocked } from './PinBlocked.tsx';

/** Asks for the PIN once for everything that a dialog does, or shows why the key accepts none. */
export function UnlockForm({
  state,
  pending,
  onReset,
  onPin,
}: {
  state: PinState;
  pending: boolean;
  onReset: () => void;
  onPin: (pin: string) => void;
}) {
  const [pin, setPin] = useState('');
  const block = pinBlock(state);
  if (block !== null) return <PinBlocked failure={block} onReset={onReset} />;
  return (
    <PinForm ready={pin !== '' && !pending} onSubmit={() => onPin(pin)}>
      <KeyPinInput state={state} value={pin} onChange={setPin} />
    </PinForm>
  );
}
