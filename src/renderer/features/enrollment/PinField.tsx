import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PinChoice } from '../../../contract/enrollment/schema.ts';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import { api } from '../../client/client.ts';
import { useKeyDetails } from '../../client/useKeyDetails.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { WholeNumber } from '../../ui/form/WholeNumber.tsx';
import { goTo } from '../../ui/page/route.ts';
import { PinBlocked } from '../keys/PinBlocked.tsx';
import { nearestLength, shortestPin, USUAL_LENGTH } from './pinLength.ts';

const words = strings.enroll;

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  length: { width: '120px', marginInlineStart: tokens.spacingHorizontalXXXL },
});

/**
 * Shows what the enrollment does about the PIN: it asks for the present one, or sets a random or typed one if the key
 * has none. The default is the last choice.
 */
export function PinField(props: {
  keyId: string;
  choice: PinChoice | null;
  onChoice: (choice: PinChoice | null) => void;
}) {
  const styles = useStyles();
  const { keyId, choice, onChoice } = props;
  const details = useKeyDetails(keyId);
  const lastDigits = useQuery(api.settings.get.queryOptions()).data?.pinDigits ?? null;
  const rules = details.data?.pin;
  const takesNew = rules?.supported === true && !rules.set && pinBlock(rules) === null;
  const remembered = takesNew && lastDigits !== null ? nearestLength(lastDigits, rules) : null;
  // A choice for one key does not apply to another.
  useEffect(() => {
    if (remembered !== null) onChoice({ kind: 'random', length: remembered });
    return () => onChoice(null);
  }, [remembered, onChoice]);
  if (!details.isSuccess) return <QueryState query={details} label={strings.keys.reading} size="tiny" />;
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
        {...(few
          ? { validationState: 'warning', validationMessage: words.pinRetries({ count: pin.retries ?? 0 }) }
          : {})}
      >
        <Text>{words.pinSet}</Text>
      </Field>
    );
  }
  const shortest = shortestPin(pin);
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
            <WholeNumber
              min={shortest}
              max={pin.maxLength}
              value={choice.length}
              onChange={length => onChoice(random(nearestLength(length, pin)))}
            />
          </Field>
        )}
      </div>
    </Field>
  );
}
