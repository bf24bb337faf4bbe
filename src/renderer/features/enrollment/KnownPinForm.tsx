import { MessageBar, MessageBarBody, MessageBarTitle, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { Interaction } from '../../../contract/enrollment/schema.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { PinForm } from '../../ui/form/PinForm.tsx';
import { PinInput } from '../../ui/form/PinInput.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { useAnswerPin } from './useAnswerPin.ts';

const words = strings.enroll;
/** From this number on, the attempts left are a warning above the field instead of a hint below it. */
const FEW = 3;

type Props = { enrollmentId: string } & Extract<Interaction, { kind: 'pin' }>;

/** Asks for the PIN of the key. Shows its rules, why the last one was rejected, and how many attempts are left. */
export function KnownPinForm({ enrollmentId, state, refused }: Props) {
  const [pin, setPin] = useState('');
  const answer = useAnswerPin(enrollmentId);
  const { retries } = state;
  return (
    <Panel title={words.enterPin}>
      {refused && <FailureMessage failure={refused} />}
      {retries !== undefined && retries <= FEW && (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody>
            <MessageBarTitle>{words.attemptsLeft({ count: retries })}</MessageBarTitle> {words.attemptsAdvice}
          </MessageBarBody>
        </MessageBar>
      )}
      <PinForm ready={pin !== '' && !answer.isPending && !answer.isSuccess} onSubmit={() => answer.mutate(pin)}>
        <PinInput
          label={words.pin}
          hint={words.pinRules({ min: state.minLength, max: state.maxLength })}
          value={pin}
          onChange={setPin}
          focus
        />
        {retries !== undefined && retries > FEW && <Text size={200}>{words.pinRetries({ count: retries })}</Text>}
      </PinForm>
      <CallFailure error={answer.error} />
    </Panel>
  );
}
