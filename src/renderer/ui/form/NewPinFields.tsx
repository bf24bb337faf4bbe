import { Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { weakPinWords } from '../../../contract/errors/facts.ts';
import { weaknessOf } from '../../../contract/keys/weakPin.ts';
import { api } from '../../client/client.ts';
import { useSystemInfo } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { PinInput } from './PinInput.tsx';

const words = strings.enroll;

/**
 * Two fields for a new PIN. Calls `onChange` with the PIN if both are equal, long enough and not easy to guess,
 * otherwise with null. The core checks the PIN again.
 */
export function NewPinFields(props: {
  rules: { minLength: number; maxLength: number };
  label: string;
  focus?: boolean;
  onChange: (pin: string | null) => void;
  /** The note below the fields. Default: Keydesk does not store the PIN. */
  note?: string;
}) {
  const { rules, label, focus = false, onChange, note = words.pinNever } = props;
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const refusesWeak = useQuery(api.settings.get.queryOptions()).data?.weakPins !== 'allowed';
  const tenant = useSystemInfo()?.connection;
  const organization = tenant ? [tenant.name, tenant.tenantId] : [];
  const problemOf = (text: string) => {
    if ([...text].length < rules.minLength) return words.pinTooShort({ min: rules.minLength });
    const weakness = refusesWeak ? weaknessOf(text, organization) : null;
    return weakness === null ? undefined : weakPinWords(weakness);
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
        hint={words.pinRules({ min: rules.minLength, max: rules.maxLength })}
        value={pin}
        onChange={next => type(next, again)}
        focus={focus}
        {...(problem === undefined ? {} : { problem })}
      />
      <PinInput
        label={words.pinAgain}
        value={again}
        onChange={next => type(pin, next)}
        {...(again !== '' && again !== pin ? { problem: words.pinDiffers } : {})}
      />
      <Text size={200}>{note}</Text>
    </>
  );
}
