import { Field, Text } from '@fluentui/react-components';
import { pinWords } from '../../../contract/keys/facts.ts';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import type { PinState } from '../../../contract/keys/schema.ts';
import { strings } from '../../strings.ts';

/** From this number on, the attempts left are a warning. */
const FEW = 3;

/** The state of a key's PIN, highlighted if a person must act. */
export function PinOverview({ pin }: { pin: PinState }) {
  const pressing = pinBlock(pin) !== null || pin.changeRequired || (pin.retries ?? FEW + 1) <= FEW;
  const words = pinWords(pin);
  return (
    <Field
      label={strings.keys.facts.pin}
      {...(pressing ? { validationState: 'warning', validationMessage: words } : {})}
    >
      {pressing ? <span /> : <Text>{words}</Text>}
    </Field>
  );
}
