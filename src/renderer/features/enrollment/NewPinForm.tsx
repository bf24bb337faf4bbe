import { Button } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Interaction } from '../../../contract/enrollment/schema.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { NewPinFields } from '../../ui/form/NewPinFields.tsx';
import { usePinStyles } from '../../ui/form/usePinStyles.ts';
import { Panel } from '../../ui/page/Panel.tsx';
import { useAnswerPin } from './useAnswerPin.ts';

const words = strings.enroll;

type Props = { enrollmentId: string } & Extract<Interaction, { kind: 'new-pin' }>;

/** Asks for a new PIN, twice, with its rules first. The key has the last word on it. */
export function NewPinForm({ enrollmentId, state, refused }: Props) {
  const styles = usePinStyles();
  const [pin, setPin] = useState<string | null>(null);
  const answer = useAnswerPin(enrollmentId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pin !== null) answer.mutate(pin);
  };
  return (
    <Panel title={words.newPin}>
      {refused && <FailureMessage failure={refused} />}
      <form className={styles.form} onSubmit={submit}>
        <NewPinFields rules={state} label={words.pin} focus onChange={setPin} />
        <div>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={pin === null || answer.isPending || answer.isSuccess}
          >
            {words.continue}
          </Button>
        </div>
      </form>
      <CallFailure error={answer.error} />
    </Panel>
  );
}
