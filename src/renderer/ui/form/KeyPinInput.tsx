import type { PinState } from '../../../contract/keys/schema.ts';
import { strings } from '../../strings.ts';
import { PinInput } from './PinInput.tsx';

/** The field for the PIN that a key has, with the number of attempts left. It takes the focus. */
export function KeyPinInput(props: {
  state: PinState;
  label?: string;
  value: string;
  onChange: (pin: string) => void;
}) {
  const { state, label = strings.enroll.pin, value, onChange } = props;
  return (
    <PinInput
      label={label}
      {...(state.retries === undefined ? {} : { hint: strings.enroll.pinRetries({ count: state.retries }) })}
      value={value}
      onChange={onChange}
      focus
    />
  );
}
