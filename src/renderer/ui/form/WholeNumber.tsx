import { SpinButton } from '@fluentui/react-components';
import { strings } from '../../strings.ts';

/** A whole number in a range, in a Field. Ignores what is no whole number. `min` and `max` limit what is typed. */
export function WholeNumber(props: {
  className?: string;
  min: number;
  max: number;
  value: number;
  onChange(value: number): void;
}) {
  const { className, min, max, value, onChange } = props;
  return (
    <SpinButton
      {...(className === undefined ? {} : { className })}
      incrementButton={{ 'aria-label': strings.increase }}
      decrementButton={{ 'aria-label': strings.decrease }}
      min={min}
      max={max}
      value={value}
      onChange={(_, data) => {
        const typed = data.value ?? Number(data.displayValue);
        if (Number.isInteger(typed)) onChange(Math.min(Math.max(typed, min), max));
      }}
    />
  );
}
