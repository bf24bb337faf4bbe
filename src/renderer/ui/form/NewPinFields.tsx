import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type PinWeakness, weaknessOf } from '../../../contract/keys/weakPin.ts';
import { api } from '../../client/client.ts';
import { useSystemInfo } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { PinInput } from './PinInput.tsx';

interface NewPinWords {
  showPin: string;
  hidePin: string;
  pinRules(min: number, max: number): string;
  pinTooShort(min: number): string;
  pinWeak(weakness: PinWeakness): string;
  pinAgain: string;
  pinDiffers: string;
  pinNever: string;
}

/**
 * Two fields for a new PIN. Calls `onChange` with the PIN if both are the same, long enough and not easy to guess, otherwise with null.
 * The core checks the PIN again.
 */
export function NewPinFields(props: {
  rules: { minLength: number; maxLength: number };
  label: string;
  focus?: boolean;
  onChange: (pin: string | null) => void;
  /** The words in the language of the user instead of that of the desk. */
  words?: NewPinWords;
}) {
  const { rules, label, focus = false, onChange, words = strings.enroll as NewPinWords } = props;
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const refusesWeak = useQuery(api.settings.get.queryOptions()).data?.weakPins !== 'allowed';
  const tenant = useSystemInfo()?.connection;
  const organization = tenant ? [tenant.name, tenant.tenantId] : [];
  const problemOf = (text: string) => {
    if ([...text].length < rules.minLength) return words.pinTooShort(rules.minLength);
    const weakness = refusesWeak ? weaknessOf(text, organization) : null;
    return weakness === null ? undefined : words.pinWeak(weakness);
  };
  const problem = pin === '' ? undefined : problemOf(pin);
  const type = (next: string, nextAgain: string) => {
    setPin(next);
    setAgain(nextAgain);
    onChange(next === nextAgain && problemOf(next) === undefined ? next : null);
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
        {...(problem === undefined ? {} : { problem })}
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
