import { Field, makeStyles, tokens } from '@fluentui/react-components';
import { PIN_LENGTHS, type PinPlan } from '../../../contract/profiles/schema.ts';
import { strings } from '../../strings.ts';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { WholeNumber } from '../../ui/form/WholeNumber.tsx';

const words = strings.profiles;
const kinds = ['random-digits', 'random-letters', 'typed', 'keep'] as const satisfies readonly PinPlan['kind'][];
const USUAL_LENGTH = 8;

const useStyles = makeStyles({
  choice: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  length: { marginInlineStart: tokens.spacingHorizontalXXXL },
  spin: { width: '120px' },
});

/** The PIN that a profile gives to keys. */
export function PinPlanField({ pin, onChange }: { pin: PinPlan; onChange(pin: PinPlan): void }) {
  const styles = useStyles();
  const length = 'length' in pin ? pin.length : USUAL_LENGTH;
  const planOf = (kind: PinPlan['kind'], digits: number): PinPlan =>
    kind === 'typed' || kind === 'keep' ? { kind } : { kind, length: digits };
  return (
    <div className={styles.choice}>
      <RadioField
        label={words.pin}
        hint={words.pinHint}
        options={kinds}
        nameOf={kind => words.pinKinds[kind]}
        value={pin.kind}
        onChoose={kind => onChange(planOf(kind, length))}
      />
      {'length' in pin && (
        <LengthField
          className={styles.length}
          label={words.pinLength}
          length={pin.length}
          onChange={digits => onChange(planOf(pin.kind, digits))}
        />
      )}
    </div>
  );
}

/** A length of a PIN, in characters. */
export function LengthField(props: {
  className: string;
  label: string;
  hint?: string;
  length: number;
  onChange(length: number): void;
}) {
  const styles = useStyles();
  const { className, label, hint, length, onChange } = props;
  const { min, max } = PIN_LENGTHS;
  return (
    <Field className={className} label={label} {...(hint === undefined ? {} : { hint })}>
      <WholeNumber className={styles.spin} min={min} max={max} value={length} onChange={onChange} />
    </Field>
  );
}
