import { Field, makeStyles, mergeClasses, Select } from '@fluentui/react-components';

const useStyles = makeStyles({
  /** A long name must not make the list wider than its place. */
  select: { minWidth: 0, '& > select': { minWidth: 0, textOverflow: 'ellipsis' } },
});

/**
 * A choice of one of several values in a drop-down list.
 * @param options each value with its name, in the order of the list
 */
export function SelectField(props: {
  label: string;
  options: readonly (readonly [value: string, name: string])[];
  value: string;
  onChoose: (value: string) => void;
  hint?: string;
  /** Shows the name of the value as a tooltip: the closed list may have too little room for it. */
  tooltip?: boolean;
  className?: string;
}) {
  const styles = useStyles();
  const { label, options, value, onChoose, hint, tooltip = false, className } = props;
  const tip = tooltip ? options.find(option => option[0] === value)?.[1] : undefined;
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <Select
        className={mergeClasses(styles.select, className)}
        value={value}
        title={tip}
        onChange={(_, data) => onChoose(data.value)}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
