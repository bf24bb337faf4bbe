import { Button } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Interaction } from '../../../contract/enrollment/schema.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { NewPinFields } from '../../ui/NewPinFields.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { usePinStyles } from '../../ui/usePinStyles.ts';
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
      {answer.isError && <FailureMessage failure={failureOf(answer.error)} />}
    </Panel>
  );
}
