import { Field, makeStyles, Radio, RadioGroup, SpinButton, Spinner, Text, tokens } from '@fluentui/react-components';
import { useEffect } from 'react';
import type { PinChoice } from '../../../contract/enrollment.ts';
import { pinBlock } from '../../../contract/pinBlock.ts';
import { goTo } from '../../app/route.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { strings } from '../../strings.ts';
import { PinBlocked } from '../keys/PinBlocked.tsx';
import { useKeyDetails } from '../keys/useKeyDetails.ts';

const words = strings.enroll;
const USUAL_LENGTH = 6;

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  length: { width: '120px', marginLeft: tokens.spacingHorizontalXXXL },
});

/** What will happen about the PIN: asked for where the key has one; where it has none, made at random or typed later. */
export function PinField(props: {
  keyId: string;
  choice: PinChoice | null;
  onChoice: (choice: PinChoice | null) => void;
}) {
  const styles = useStyles();
  const { keyId, choice, onChoice } = props;
  const details = useKeyDetails(keyId);
  // What was chosen for this key holds for no other one.
  useEffect(() => () => onChoice(null), [onChoice]);
  if (details.isPending) return <Spinner size="tiny" labelPosition="after" label={strings.keys.reading} />;
  if (details.isError) {
    return <FailureMessage failure={failureOf(details.error)} onRetry={() => void details.refetch()} />;
  }
  const { pin } = details.data;
  if (!pin.supported) return <Field label={words.pin}>{strings.keys.pinUnsupported}</Field>;
  const block = pinBlock(pin);
  if (block !== null) {
    return <PinBlocked failure={block} onReset={() => goTo({ page: 'keys', reset: keyId })} />;
  }
  if (pin.set) {
    const few = pin.retries !== undefined && pin.retries <= 3;
    return (
      <Field
        label={words.pin}
        {...(few ? { validationState: 'warning', validationMessage: words.pinRetries(pin.retries ?? 0) } : {})}
      >
        <Text>{words.pinSet}</Text>
      </Field>
    );
  }
  const shortest = Math.max(pin.minLength, 4);
  const random = (length: number): PinChoice => ({ kind: 'random', length });
  return (
    <Field label={words.pin} hint={words.pinMissing}>
      <div className={styles.choice}>
        <RadioGroup
          aria-label={words.pin}
          value={choice?.kind === 'random' ? 'random' : 'typed'}
          onChange={(_, { value }) => onChoice(value === 'random' ? random(Math.max(shortest, USUAL_LENGTH)) : null)}
        >
          <Radio value="typed" label={words.pinTyped} />
          <Radio value="random" label={words.pinRandom} />
        </RadioGroup>
        {choice?.kind === 'random' && (
          <Field className={styles.length} label={words.pinLength}>
            <SpinButton
              min={shortest}
              max={pin.maxLength}
              value={choice.length}
              onChange={(_, data) => {
                const length = data.value ?? Number(data.displayValue);
                if (Number.isInteger(length)) onChoice(random(Math.min(Math.max(length, shortest), pin.maxLength)));
              }}
            />
          </Field>
        )}
      </div>
    </Field>
  );
}
