import { Button, Text } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Interaction } from '../../../contract/enrollment.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';
import { PinInput } from './PinInput.tsx';
import { useAnswerPin } from './useAnswerPin.ts';
import { usePinStyles } from './usePinStyles.ts';

const words = strings.enroll;

type Props = { enrollmentId: string } & Extract<Interaction, { kind: 'new-pin' }>;

/** Asks for a new PIN, twice, with its rules first. The key has the last word on it. */
export function NewPinForm({ enrollmentId, state, refused }: Props) {
  const styles = usePinStyles();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const answer = useAnswerPin(enrollmentId);
  const tooShort = pin !== '' && [...pin].length < state.minLength;
  const differs = again !== '' && again !== pin;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate(pin);
  };
  return (
    <Panel title={words.newPin}>
      {refused && <FailureMessage failure={refused} />}
      <form className={styles.form} onSubmit={submit}>
        <PinInput
          label={words.pin}
          hint={words.pinRules(state.minLength, state.maxLength)}
          value={pin}
          onChange={setPin}
          focus
          {...(tooShort ? { problem: words.pinTooShort(state.minLength) } : {})}
        />
        <PinInput
          label={words.pinAgain}
          value={again}
          onChange={setAgain}
          {...(differs ? { problem: words.pinDiffers } : {})}
        />
        <Text size={200}>{words.pinNever}</Text>
        <div>
          <Button
            type="submit"
            appearance="primary"
            disabled={pin === '' || tooShort || again !== pin || answer.isPending || answer.isSuccess}
          >
            {words.continue}
          </Button>
        </div>
      </form>
      {answer.isError && <FailureMessage failure={failureOf(answer.error)} />}
    </Panel>
  );
}
