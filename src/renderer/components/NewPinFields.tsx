import { Text } from '@fluentui/react-components';
import { useState } from 'react';
import { strings } from '../strings.ts';
import { PinInput } from './PinInput.tsx';

interface NewPinWords {
  showPin: string;
  hidePin: string;
  pinRules(min: number, max: number): string;
  pinTooShort(min: number): string;
  pinAgain: string;
  pinDiffers: string;
  pinNever: string;
}

/** A new PIN, typed twice under its rules. `onChange` gets it when both are the same and long enough, else null. */
export function NewPinFields(props: {
  rules: { minLength: number; maxLength: number };
  label: string;
  focus?: boolean;
  onChange: (pin: string | null) => void;
  /** In the language of a user instead of the desk's. */
  words?: NewPinWords;
}) {
  const { rules, label, focus = false, onChange, words = strings.enroll as NewPinWords } = props;
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const tooShort = (text: string) => [...text].length < rules.minLength;
  const type = (next: string, nextAgain: string) => {
    setPin(next);
    setAgain(nextAgain);
    onChange(next === nextAgain && !tooShort(next) ? next : null);
  };
  return (
    <>
      <PinInput
        label={label}
        words={words}
        hint={words.pinRules(rules.minLength, rules.maxLength)}
        value={pin}
        onChange={next => type(next, again)}
        focus={focus}
        {...(pin !== '' && tooShort(pin) ? { problem: words.pinTooShort(rules.minLength) } : {})}
      />
      <PinInput
        label={words.pinAgain}
        words={words}
        value={again}
        onChange={next => type(pin, next)}
        {...(again !== '' && again !== pin ? { problem: words.pinDiffers } : {})}
      />
      <Text size={200}>{words.pinNever}</Text>
    </>
  );
}
