import { Button } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import type { PinState } from '../../../contract/keys/schema.ts';
import { strings } from '../../strings.ts';
import { PinInput } from '../../ui/PinInput.tsx';
import { usePinStyles } from '../../ui/usePinStyles.ts';
import { PinBlocked } from './PinBlocked.tsx';

/** Asks for the PIN once for all that a dialog does; says why where the key takes none. */
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
  const styles = usePinStyles();
  const [pin, setPin] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onPin(pin);
  };
  const block = pinBlock(state);
  if (block !== null) return <PinBlocked failure={block} onReset={onReset} />;
  return (
    <form className={styles.form} onSubmit={submit}>
      <PinInput
        label={strings.enroll.pin}
        {...(state.retries === undefined ? {} : { hint: strings.enroll.pinRetries(state.retries) })}
        value={pin}
        onChange={setPin}
        focus
      />
      <div>
        <Button type="submit" appearance="primary" disabledFocusable={pin === '' || pending}>
          {strings.enroll.continue}
        </Button>
      </div>
    </form>
  );
}
