import { useState } from 'react';
import type { Interaction } from '../../../contract/enrollment/schema.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { NewPinFields } from '../../ui/form/NewPinFields.tsx';
import { PinForm } from '../../ui/form/PinForm.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { useAnswerPin } from './useAnswerPin.ts';

const words = strings.enroll;

type Props = { enrollmentId: string } & Extract<Interaction, { kind: 'new-pin' }>;

/** Asks for a new PIN, twice, and shows its rules first. The key may still reject it. */
export function NewPinForm({ enrollmentId, state, refused }: Props) {
  const [pin, setPin] = useState<string | null>(null);
  const answer = useAnswerPin(enrollmentId);
  return (
    <Panel title={words.newPin}>
      {refused && <FailureMessage failure={refused} />}
      <PinForm
        ready={pin !== null && !answer.isPending && !answer.isSuccess}
        onSubmit={() => pin !== null && answer.mutate(pin)}
      >
        <NewPinFields rules={state} label={words.pin} focus onChange={setPin} />
      </PinForm>
      <CallFailure error={answer.error} />
    </Panel>
  );
}
