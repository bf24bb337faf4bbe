import { useState } from 'react';
import { MIN_PASSPHRASE } from '../../../../contract/handover/schema.ts';
import { strings } from '../../../strings.ts';
import { PinInput } from '../../../ui/form/PinInput.tsx';

const words = strings.handover;

/** Two fields for a passphrase. Calls `onChange` with it if both are equal and long enough, otherwise with null. The core checks it again. */
export function PassphraseFields({ onChange }: { onChange(passphrase: string | null): void }) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const isShort = [...passphrase].length < MIN_PASSPHRASE;
  const type = (next: string, nextAgain: string) => {
    setPassphrase(next);
    setAgain(nextAgain);
    onChange(next === nextAgain && [...next].length >= MIN_PASSPHRASE ? next : null);
  };
  return (
    <>
      <PinInput
        kind="passphrase"
        label={words.passphrase}
        hint={words.passphraseHint({ min: MIN_PASSPHRASE })}
        value={passphrase}
        onChange={next => type(next, again)}
        {...(passphrase !== '' && isShort ? { problem: words.passphraseShort({ min: MIN_PASSPHRASE }) } : {})}
      />
      <PinInput
        kind="passphrase"
        label={words.passphraseAgain}
        value={again}
        onChange={next => type(passphrase, next)}
        {...(again !== '' && again !== passphrase ? { problem: words.passphraseDiffers } : {})}
      />
    </>
  );
}
