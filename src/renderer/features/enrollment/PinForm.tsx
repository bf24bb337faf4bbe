import { Button, MessageBar, MessageBarBody, MessageBarTitle, Text } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Interaction } from '../../../contract/enrollment/schema.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PinInput } from '../../ui/PinInput.tsx';
import { usePinStyles } from '../../ui/usePinStyles.ts';
import { useAnswerPin } from './useAnswerPin.ts';

const words = strings.enroll;
/** From here on the attempts left stand in the way instead of beside it. */
const FEW = 3;

type Props = { enrollmentId: string } & Extract<Interaction, { kind: 'pin' }>;

/** Asks for the PIN of the key: its rules first, why the last one was refused, and how many attempts are left. */
export function PinForm({ enrollmentId, state, refused }: Props) {
  const styles = usePinStyles();
  const [pin, setPin] = useState('');
  const answer = useAnswerPin(enrollmentId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate(pin);
  };
  const { retries } = state;
  return (
    <Panel title={words.enterPin}>
      {refused && <FailureMessage failure={refused} />}
      {retries !== undefined && retries <= FEW && (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody>
            <MessageBarTitle>{words.attemptsLeft(retries)}</MessageBarTitle> {words.attemptsAdvice}
          </MessageBarBody>
        </MessageBar>
      )}
      <form className={styles.form} onSubmit={submit}>
        <PinInput
          label={words.pin}
          hint={words.pinRules(state.minLength, state.maxLength)}
          value={pin}
          onChange={setPin}
          focus
        />
        {retries !== undefined && retries > FEW && <Text size={200}>{words.pinRetries(retries)}</Text>}
        <div>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={pin === '' || answer.isPending || answer.isSuccess}
          >
            {words.continue}
          </Button>
        </div>
      </form>
      {answer.isError && <FailureMessage failure={failureOf(answer.error)} />}
    </Panel>
  );
}
