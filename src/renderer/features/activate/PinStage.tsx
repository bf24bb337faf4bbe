import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { PasswordRegular } from '@fluentui/react-icons';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { PinAnswer, PinTask } from '../../../contract/activation/schema.ts';
import { NewPinFields } from '../../ui/form/NewPinFields.tsx';
import { PinInput } from '../../ui/form/PinInput.tsx';
import { Card } from './Card.tsx';
import { stationWords as words } from './language.ts';
import { Refusal } from './Refusal.tsx';

const useStyles = makeStyles({ form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM } });

interface Props {
  task: PinTask;
  onAnswer: (answer: Omit<PinAnswer, 'sitting'>) => void;
  children: ReactNode;
}

/** Asks for the PIN that only the user knows: a first one, a new one, or the present one. Shows its rules first. */
export function PinStage({ task, onAnswer, children }: Props) {
  const styles = useStyles();
  const { kind, state, refused } = task;
  const [present, setPresent] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const title = { choose: words.choosePin, replace: words.replacePin, enter: words.enterPin }[kind];
  const ready = (kind === 'choose' || present !== '') && (kind === 'enter' || chosen !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    onAnswer({ ...(kind === 'choose' ? {} : { present }), ...(chosen === null ? {} : { chosen }) });
  };
  return (
    <Card icon={<PasswordRegular />} title={title} hint={words.pinHint}>
      {refused && <Refusal failure={refused} />}
      <form className={styles.form} onSubmit={submit}>
        {kind !== 'choose' && (
          <PinInput
            label={kind === 'replace' ? words.currentPin : words.ownPin}
            {...(kind === 'replace' ? { hint: words.currentPinHint } : {})}
            value={present}
            onChange={setPresent}
            focus
          />
        )}
        {kind !== 'choose' && state.retries !== undefined && (
          <Text size={200}>{words.pinRetries({ count: state.retries })}</Text>
        )}
        {kind !== 'enter' && (
          <NewPinFields
            rules={state}
            label={words.newPin}
            note={words.pinNever}
            focus={kind === 'choose'}
            onChange={setChosen}
          />
        )}
        <Button type="submit" size="large" appearance="primary" disabledFocusable={!ready}>
          {words.continue}
        </Button>
      </form>
      {children}
    </Card>
  );
}
